namespace IntegrationFunctions.Tests.Unit.Mapping.Jsonata;

/// <summary>Expression → its JSON, "nothing" or the code of its error, for the operators, paths and variables. What the reference implementation answers.</summary>
internal static class SemanticsOfLanguage
{
    public const string Rows = """
        (zz)@$x.{"x": $x} → nothing
        zz@$x.{"x": $x} → nothing
        (zz)@$x.(1) → nothing
        (zz)@$x.{} → nothing
        (zz)#$x.{"x": $x} → nothing
        ($sum)@$x.{"x": $x} → {}
        (zz)@$x → nothing
        (zz)@$x.$x → nothing
        (zz)@$x.[$x] → nothing
        (zz)@$x{"a":1} → {"a":1}
        zz@$x{"a":1} → {}
        zz.{"a":1} → nothing
        zz{"a":1} → {"a":1}
        (zz){"a":1} → {"a":1}
        zz[0]{"a":1} → {"a":1}
        (people.kids)[%.age=30].name → ["Bo","Cy"]
        (people.kids)[%.age=30][].name → ["Bo","Cy"]
        (people.kids)[%.age=30]^(name).name → ["Bo","Cy"]
        (people.kids)[%.age=30]#$i.{"i":$i,"n":name} → [{"i":0,"n":"Bo"},{"i":1,"n":"Cy"}]
        ((people.kids)[%.age=30]).name → nothing
        people.(kids[%.age=30]) → [{"name":"Bo"},{"name":"Cy","age":3}]
        people.(kids.name[%.age=3]) → "Cy"
        (people.(kids)[name="Bo"]).{"n":name,"p":%.name} → {"n":"Bo","p":"Ann"}
        people.kids.{"n":name,"p":%.name,"q":%.%.s} → [{"n":"Bo","p":"Ann","q":"hello world"},{"n":"Cy","p":"Ann","q":"hello world"}]
        people.kids.name.%.%.name → ["Ann","Ann"]
        people.kids.(name & %.name) → ["BoAnn","CyAnn"]
        people.kids[%.name="Ann"].name → ["Bo","Cy"]
        people.kids^(%.age).name → ["Bo","Cy"]
        people.kids.{"a":%.age}^(a) → [{"a":30},{"a":30}]
        people^(>age,<name).name → ["Ann","Eve","Dan"]
        people^(kids[0].name).name → ["Ann","Dan","Eve"]
        people^(zz).name → ["Ann","Dan","Eve"]
        people^($).name → T2008
        people^(t).name → ["Ann","Dan","Eve"]
        people@$p.kids@$k.{"a":$p.name,"b":$k.name} → nothing
        people@$p.kids@$k[$p.age=30].{"a":$p.name,"b":$k.name} → nothing
        people@$p#$i.kids#$j.{"i":$i,"j":$j,"n":name} → nothing
        people#$i[$i>0].name → ["Dan","Eve"]
        people[age>20]#$i.{"i":$i,"n":name} → [{"i":0,"n":"Ann"},{"i":1,"n":"Dan"},{"i":2,"n":"Eve"}]
        people#$i^(>age)#$j.{"i":$i,"j":$j} → [{"i":0},{"i":2},{"i":1}]
        people@$p[0].name → nothing
        people@$p[age=30].$p.name → nothing
        people@$p^(age).$p.name → ["Ann","Dan","Eve"]
        people@$p^($p.age).$p.name → ["Dan","Ann","Eve"]
        people@$p{$p.name: $p.age} → {"Ann":30,"Dan":25,"Eve":30}
        people#$i{name: $i} → {"Ann":0,"Dan":1,"Eve":2}
        people{age: name} → T1003
        people{age: [name]} → T1003
        people{$string(age): name} → {"25":"Dan","30":["Ann","Eve"]}
        people{$string(age): $count($)} → {"25":1,"30":2}
        people{name: kids.name} → {"Ann":["Bo","Cy"]}
        people.{name: kids.name} → [{"Ann":["Bo","Cy"]},{},{}]
        people{name: age, name: 1} → D1009
        {"a":1,"a":2} → D1009
        people{"a": age, name: age} → {"a":[30,25,30],"Ann":30,"Dan":25,"Eve":30}
        a.b.c.d → nothing
        arr.$ → [1,2,3,[4]]
        arr.$.$ → [1,2,3,4]
        arr[0] → [1,2]
        arr[0][0] → 1
        arr[1][1] → [4]
        arr.([$]) → [1,2,3,[4]]
        arr.[$] → [[1,2],[3,[4]]]
        arr[[0,1]] → [[1,2],[3,[4]]]
        arr[[1,0]] → [[1,2],[3,[4]]]
        arr[-1] → [3,[4]]
        b[[0..1]] → [1,2]
        b[[2,0,2]] → [1,3,3]
        b[$ > 1] → [2,3]
        b[$ > 5] → nothing
        5[[0,0]] → [5,5]
        5[0][0] → 5
        "a"[[0,0,0]] → ["a","a","a"]
        $$.b[0] → 1
        $.b[$=2] → 2
        *.d → "x"
        **.f → [1,2,3,4]
        **[f=1].g → "p"
        c.*[0] → "x"
        c.e[f=1 or g="q"].g → ["p","q"]
        c.e.f[0] → [1,2,3]
        c.e.f[1] → 4
        (c.e.f)[1] → 2
        c.e[1].f → 2
        c.e[].f → [1,2,3,4]
        c.e.f[] → [1,2,3,4]
        c.e[0].f[] → [1]
        c.e[0][].f → [1]
        c[].d → ["x"]
        a[] → [1]
        a[][] → [1]
        a[0][] → [1]
        zz[] → nothing
        zz[].a → nothing
        {"x": a[]} → {"x":[1]}
        {"x": zz[]} → {}
        [a[]] → [1]
        1e308*10 → null
        -1e308*10 → null
        1/0 → null
        0/0 → null
        1%0 → null
        "a"+1 → T2001
        1+"a" → T2002
        -"a" → D1002
        null+1 → T2001
        true+1 → T2001
        zz+1 → nothing
        1+zz → nothing
        -zz → nothing
        1<"a" → T2009
        "a"<"b" → true
        true<false → T2010
        null<1 → T2010
        zz<1 → nothing
        1<zz → nothing
        zz<true → T2010
        1=1.0 → true
        "1"=1 → false
        null=null → true
        zz=zz → false
        zz!=zz → false
        zz!=1 → false
        [1]=1 → false
        [1]=[1] → true
        {"a":1,"b":2}={"b":2,"a":1} → true
        $sum=$sum → true
        1 in [1,2] → true
        1 in 1 → true
        [1] in [[1]] → false
        "a" in zz → false
        zz in [1] → false
        null in [null] → true
        1 and zz → false
        0 or zz → false
        zz and (1+"a") → false
        1 & null & true & [1] & {"a":zz} → "1nulltrue[1]{}"
        1 & $sum → "1"
        [1..3] → [1,2,3]
        [1..zz] → []
        [3..1] → []
        [1.5..3] → T2003
        ["1"..3] → T2003
        [1..3,5..7] → [1,2,3,5,6,7]
        [0..-1] → []
        [1..1] → [1]
        a ? b → [1,2,3]
        zz ? 1 → nothing
        zz ? 1 : 2 → 2
        zz ?: 1 → 1
        0 ?: 1 → 1
        0 ?? 1 → 0
        null ?? 1 → null
        [] ?? 1 → []
        zz ?? 1 ?? 2 → 1
        a ?: b ?: c → 1
        ($x := 1; ($x := 2; $x); $x) → 1
        ($x := 1; (function(){($x := 2)})(); $x) → 1
        $x := 5 → 5
        ($f := function($n){$n<=1 ? 1 : $n*$f($n-1)}; $f(10)) → 3628800
        ($f := function($n,$a){$n<=1 ? $a : $f($n-1,$a*$n)}; $f(100,1)) → 9.332621544394418e+157
        ($even:=function($n){$n=0 or $odd($n-1)}; $odd:=function($n){$n=0?false:$even($n-1)}; $even(100)) → true
        function($a,$b){$a+$b}(1) → nothing
        function($a,$b){[$a,$b]}(1,2,3) → [1,2]
        (function($a){$a})~>$map([1,2]) → T0410
        ($inc := function($a,$b){$a+$b}(1,?); $inc(2)) → 3
        zz(?) → T1008
        string(?) → T1007
        string(1) → T1005
        people.$uppercase(name) → ["ANN","DAN","EVE"]
        people.$substring(name,1) → ["nn","an","ve"]
        "abc".$uppercase() → nothing
        "abc".$length() → nothing
        b.$string() → ["1","2","3"]
        b.$sum() → T0410
        s.$split(" ") → ["hello","world"]
        s.$contains("w") → true
        s.$match(/o/) → [{"match":"o","index":4,"groups":[]},{"match":"o","index":7,"groups":[]}]
        s.$replace(/o/,"0") → "hell0 w0rld"
        s.$replace("o","0",1) → "hell0 world"
        s.$replace(/(o)/,"[$1$0$$$2]") → "hell[oo$] w[oo$]rld"
        s.$replace(/o/,function($m){$uppercase($m.match)}) → "hellO wOrld"
        s.$replace(/o/,function($m){1}) → D3012
        s.$replace(/x*/,"y") → D1004
        a ~> |a|{"x":1}| → T0410
        $ ~> |c|{"x":1},"d"|.c → T2006
        $ ~> |c|{},["d","e"]|.c → T2006
        $ ~> |people|{"age":age+1}|.people.age → T2006
        $ ~> |people[age=30]|{"old":true}|.people.old → T2006
        $ ~> |people|5| → T2011
        $ ~> |people|{},5| → T2012
        $ ~> |people|zz|.a → T2006
        $ ~> |$|{"n":$count(people)}|.n → T2006
        $ ~> |**|{"z":1}|.c.z → T2006
        |a|{}| → nothing
        {"a":1} ~> |$|{"b":2}| ~> |$|{"c":3}| → {"a":1,"b":2,"c":3}
        5 ~> |$|{"b":2}| → T0410
        "a" ~> $uppercase ~> $length() → 1
        $uppercase ~> $length → nothing
        ("a" ~> $uppercase) ~> $length → 1
        b ~> $map(function($x){$x+1}) ~> $sum → 9
        b ~> $sum() → 6
        ($f := $uppercase ~> $trim; $f(" a ")) → "A"
        "a" ~> zz → T2006
        "a" ~> 5 → T2006
        b.{"v":$,"r":%.a} → [{"v":1,"r":1},{"v":2,"r":1},{"v":3,"r":1}]
        b.%.a → [1,1,1]
        a[%.t] → 1
        b[%.a=1] → [1,2,3]
        `a` → 1
        c.`d` → "x"
        c."d" → "x"
        "c".d → "x"
        c.'d' → "x"
        "a"."b" → nothing
        c.[1] → [1]
        c.{"x":1} → {"x":1}
        and → nothing
        or → nothing
        in → nothing
        and and and → false
        or.in → nothing
        {"and":1}.and → 1
        a.and → nothing
        $.and → nothing
        "\u00e9\n" → "é\n"
        /a/im → nothing
        /* c */ 1 → 1
        1 /* c */ + 2 → 3
        a#$b#$c → 1
        a{}[0] → {}
        (a{"x":1}){"y":2} → {"y":2}
        (1;) → 1
        () → nothing
        ( ) → nothing
        {1:2} → T1003
        {a:2} → T1003
        {zz:2} → {}
        {null:2} → T1003
        -5 → -5
        --5 → 5
        -a → -1
        - -5 → 5
        -(5) → -5
        -b → D1002
        -true → D1002
        1-1 → 0
        1 -1 → 0
        a-b → T2002
        a -b → T2002
        `a-b` → nothing
        $$$ → nothing
        $a$b → nothing
        $1 → nothing
        $é → nothing
        é → nothing
        a.é → nothing
        λ($x){$x}(1) → 1
        function($x){$x}(1) → 1
        /a/("a") → {"match":"a","start":0,"end":1,"groups":[]}
        /a/("b") → nothing
        /a/("a").match → "a"
        /a/("aa").next() → {"match":"a","start":1,"end":2,"groups":[]}
        /a/("aa").next().start → 1
        """;
}
