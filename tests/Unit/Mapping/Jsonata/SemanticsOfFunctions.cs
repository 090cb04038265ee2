namespace IntegrationFunctions.Tests.Unit.Mapping.Jsonata;

/// <summary>Expression → its JSON, "nothing" or the code of its error, for the functions. What the reference implementation answers.</summary>
internal static class SemanticsOfFunctions
{
    public const string Rows = """
        $each({"a":1,"b":2}, function($v,$k){$k & $v}) → ["a1","b2"]
        $sift({"a":1,"b":2}, function($v,$k){$v>1}) → {"b":2}
        $map(b, function($v,$i,$a){$v*$i+$count($a)}) → [3,5,9]
        $map([1], function($v){[$v]}) → [1]
        $map([1,2], function($v){[$v]}) → [[1],[2]]
        $map(1, function($v){$v}) → 1
        $map([], function($v){$v}) → nothing
        $map([[1,2]], function($v){$v}) → [1,2]
        $filter([1], function($v){true}) → 1
        $filter([[1]], function($v){true}) → [1]
        $reduce([1], function($a,$b){$a+$b}) → 1
        $reduce([], function($a,$b){$a+$b}) → nothing
        $reduce([], function($a,$b){$a+$b}, 5) → 5
        $reduce(1, function($a,$b){$a+$b}, 5) → 6
        $reduce([1,2], function($a){$a}) → D3050
        $single([1,2], function($v){$v=3}) → D3139
        $single([1,2], function($v){$v>0}) → D3138
        $single(1) → 1
        $single([]) → D3139
        $sort([3,1,2]) → [1,2,3]
        $sort(["b","a"]) → ["a","b"]
        $sort([1,"a"]) → D3070
        $sort([{"a":1}]) → [{"a":1}]
        $sort(1) → [1]
        $sort([3,1,2], function($a,$b){$a<$b}) → [3,2,1]
        $sort([]) → []
        $sort(zz) → nothing
        $zip([1,2],[3]) → [[1,3]]
        $zip(1,2) → [[1,2]]
        $zip() → T0410
        $zip([1,2]) → [[1],[2]]
        $distinct([1,1,"1",[1],[1],{"a":1},{"a":1}]) → [1,"1",[1],{"a":1}]
        $distinct(1) → 1
        $spread({"a":1,"b":2}) → [{"a":1},{"b":2}]
        $spread([{"a":1},{"b":2}]) → [{"a":1},{"b":2}]
        $spread("a") → "a"
        $merge([{"a":1},{"a":2}]) → {"a":2}
        $merge({"a":1}) → {"a":1}
        $merge([]) → {}
        $merge([1]) → T0412
        $append(1,2) → [1,2]
        $append([],zz) → []
        $append(zz,1) → 1
        $reverse("a") → ["a"]
        $lookup([{"a":1},{"a":2}],"a") → [1,2]
        $lookup([{"a":1},{"b":2}],"a") → 1
        $lookup({"a":null},"a") → null
        $keys([{"a":1},{"a":2,"b":3}]) → ["a","b"]
        $keys({}) → nothing
        $keys("a") → nothing
        $exists(null) → true
        $exists($sum) → true
        $not("") → true
        $boolean([0]) → false
        $boolean([0,1]) → true
        $boolean([[]]) → false
        $boolean([[0]]) → false
        $boolean({}) → false
        $boolean($sum) → false
        $boolean([$sum]) → false
        $type($sum) → "function"
        $type(zz) → nothing
        $type(null) → "null"
        $number("0x1F") → 31
        $number("0b11") → 3
        $number("0o17") → 15
        $number("1e400") → D3030
        $number("") → D3030
        $number(" 1") → D3030
        $number("1.") → D3030
        $number(".5") → D3030
        $number("-0") → 0
        $number(true) → 1
        $number(null) → T0410
        $number([1]) → T0410
        $number("0xG") → D3030
        $number("+1") → D3030
        $number("Infinity") → D3030
        $string(1e21) → "1e+21"
        $string(1e-7) → "1e-7"
        $string(0.1+0.2) → "0.3"
        $string(1/3) → "0.333333333333333"
        $string({"a":[1,{"b":2}]}, true) → "{\n  \"a\": [\n    1,\n    {\n      \"b\": 2\n    }\n  ]\n}"
        $string([], true) → "[]"
        $string({}, true) → "{}"
        $string("a\nb") → "a\nb"
        $string(["a\nb\u0001\"/"]) → "[\"a\\nb\\u0001\\\"/\"]"
        $substring(?,0,1)("abc") → "a"
        $zz(?) → T1008
        $uppercase(a) → T0410
        $match(s,/o/,1) → {"match":"o","index":4,"groups":[]}
        $match(s,/o/,-1) → D3040
        $split(s,/o/) → ["hell"," w","rld"]
        $split(s,/(o)/) → ["hell"," w","rld"]
        $split(s,"o",-1) → D3020
        $split(s,"o",1.5) → ["hell"]
        $split(s,"") → ["h","e","l","l","o"," ","w","o","r","l","d"]
        $split("","") → []
        $split("","a") → [""]
        $join(["a","b"],"-") → "a-b"
        $join([]) → ""
        $join("a") → "a"
        $join(["a",1]) → T0412
        $join(zz) → nothing
        $pad("a",3) → "a  "
        $pad("a",-3,"xy") → "xya"
        $pad("a",5,"") → "a    "
        $pad("😀",3,"é") → "😀éé"
        $length("😀") → 1
        $substring("😀b",1) → "b"
        $substring("abc",-2) → "bc"
        $substring("abc",-2,1) → "b"
        $substring("abc",1,-1) → ""
        $substring("abc",1.5) → "bc"
        $substring("abc",-5,3) → "abc"
        $substringBefore("abc","x") → "abc"
        $substringAfter("abc","b") → "c"
        $trim("  a \n b ") → "a b"
        $contains("abc",/B/i) → true
        $contains("abc","") → true
        $round(2.5) → 2
        $round(3.5) → 4
        $round(-2.5) → -2
        $round(1.005,2) → 1
        $round(12345,-2) → 12300
        $round(15,-1) → 20
        $round(25,-1) → 20
        $round(1.45,1) → 1.4
        $power(2,0.5) → 1.4142135623730951
        $power(-8,1/3) → D3061
        $power(0,-1) → D3061
        $power(1,zz) → D3061
        $power(2,-1/0) → 0
        $max([0/0,1]) → null
        $min([1,0/0]) → null
        $sqrt(-1) → D3060
        $floor(-1.5) → -2
        $ceil(1.2) → 2
        $abs(-0) → 0
        $max([]) → nothing
        $max([1,"a"]) → T0412
        $max(zz) → nothing
        $sum([]) → 0
        $average([]) → nothing
        $average(5) → 5
        $count(zz) → 0
        $count([zz]) → 0
        $count(null) → 1
        $formatNumber(12345.6,"#,###.00") → "12,345.60"
        $formatNumber(1234.5678,"00.000e0") → "12.346e2"
        $formatNumber(0.14,"01%") → "14%"
        $formatNumber(-6,"000") → "-006"
        $formatNumber(12345678.9,"9,999.99") → "12,345,678.90"
        $formatNumber(0,"#.#") → ".0"
        $formatNumber(0.5,"#.0") → ".5"
        $formatNumber(1e21,"#") → "1e+21"
        $formatNumber(1.5,"#;(#)") → "2"
        $formatNumber(-1.5,"0.0;(0.0)") → "(1.5)"
        $formatNumber(1,"a") → D3086
        $formatNumber(1,"0.0.0") → D3081
        $formatNumber(1,"#,.0") → D3087
        $formatNumber(1234567,"#,##,###") → "12,34,567"
        $formatNumber(34.555,"#0.00;(#0.00)") → "34.56"
        $formatNumber(0.00123,"0.0e0") → "1.2e-3"
        $formatBase(255,16) → "ff"
        $formatBase(-255.6,2) → "-100000000"
        $formatBase(1,37) → D3100
        $formatBase(10,2.5) → "1010"
        $formatInteger(1999,"I") → "MCMXCIX"
        $formatInteger(27,"a") → "aa"
        $formatInteger(703,"A") → "AAA"
        $formatInteger(12,"w") → "twelve"
        $formatInteger(12,"W") → "TWELVE"
        $formatInteger(12,"Ww") → "Twelve"
        $formatInteger(12,"w;o") → "twelfth"
        $formatInteger(21,"1;o") → "21st"
        $formatInteger(113,"1;o") → "113th"
        $formatInteger(1234567,"#,##0") → "1,234,567"
        $formatInteger(1234567,"#:##,##0") → "12:34,567"
        $formatInteger(1234,"0000000") → "0001234"
        $formatInteger(1234,"#'##0") → "1'234"
        $formatInteger(12,"١") → "١٢"
        $formatInteger(12,"Ω") → D3130
        $formatInteger(0,"I") → ""
        $formatInteger(-5,"I") → "-V"
        $formatInteger(-5,"w") → "-five"
        $formatInteger(0,"w") → "zero"
        $formatInteger(0,"a") → ""
        $formatInteger(1.9,"1") → "1"
        $formatInteger(1000000,"Ww;o") → "One Millionth"
        $parseInteger("twelve","w") → 12
        $parseInteger("twenty-first","w;o") → 21
        $parseInteger("MCMXCIX","I") → 1999
        $parseInteger("zz","a") → 702
        $parseInteger("1,234","#,##0") → 1234
        $parseInteger("12th","1;o") → 12
        $parseInteger("one thousand, two hundred and three","w") → 1203
        $parseInteger("","1") → null
        $parseInteger("abc","1") → null
        $fromMillis(0) → "1970-01-01T00:00:00.000Z"
        $fromMillis(-1,"[Y][D#]") → D3130
        $toMillis("2017-10-30T16:25:32.935Z") → 1509380732935
        $toMillis("2017-10-30") → 1509321600000
        $toMillis("2017") → 1483228800000
        $toMillis("2017-10") → 1506816000000
        $toMillis("2017-10-30T16:25") → D3110
        $toMillis("2017-10-30T16:25:32+0530") → 1509360932000
        $toMillis("30/10/2017","[D]/[M]/[Y]") → 1509321600000
        $toMillis("30th October 2017","[D1o] [MNn] [Y]") → 1509321600000
        $toMillis("Oct 30, 2017 4:25 pm","[MNn,3-3] [D], [Y] [h]:[m] [Pn]") → 1509380700000
        $toMillis("2017-303","[Y]-[d]") → 1509321600000
        $toMillis("2017-W44-1","[X]-W[W]-[F]") → nothing
        $toMillis("twenty-first of May, two thousand and one","[Dwo] of [MNn], [Yw]") → 990403200000
        $toMillis("16:25","[H]:[m]") → 1795537500000
        $toMillis("abc","[Y]") → nothing
        $toMillis("2017 1","[Y] [D]") → D3136
        $toMillis("MMXVII","[YI]") → 1483228800000
        $toMillis("2018-02-30") → 1519948800000
        $toMillis("99","[Y,2-2]") → 915148800000
        $encodeUrl("a b/é?&") → "a%20b/%C3%A9?&"
        $encodeUrlComponent("a b/é?&'") → "a%20b%2F%C3%A9%3F%26'"
        $decodeUrlComponent("%") → D3140
        $decodeUrl("%zz") → D3140
        $base64encode("é") → "6Q=="
        $base64decode("aGk=") → "hi"
        $base64decode("a*b") → "i"
        $eval("1+") → D3120
        $eval("a") → 1
        $eval("a+$x") → nothing
        $eval("[1,2,$]", 5) → [1,2,5]
        $eval("$string(", 5) → D3120
        $eval("1+'a'") → D3121
        $error("x") → D3137
        $error() → D3137
        $error(1) → T0410
        $assert(false) → D3141
        $assert(false,"m") → D3141
        $assert(true) → nothing
        $assert(1) → T0410
        $now("[Y]") = $now("[Y]") → true
        $millis() = $millis() → true
        $sum(1,2) → T0410
        $sum() → T0410
        $max(1,2) → T0410
        $length() → T0411
        $length(1) → T0410
        $length(null) → T0410
        $uppercase(null) → T0410
        $count(1,2) → T0410
        $keys() → ["a","b","c","n","t","s","arr","empty","eo","people"]
        $number() → T0411
        $boolean() → true
        $trim(5) → T0410
        $split("a") → T0411
        $split("a",5) → T0411
        $contains("a") → T0411
        $contains("a",5) → T0410
        $append(1) → T0410
        $lookup({}) → T0410
        $map(1) → T0410
        $map(b,5) → T0410
        $map(b,zz) → T0410
        $filter(b) → T0410
        $reduce(b) → T0410
        $sift({}) → nothing
        $each({}) → T0410
        $power(2) → T0411
        $round("a") → T0410
        $formatNumber("a","0") → T0410
        $formatNumber(1) → T0410
        $formatInteger(1) → T0410
        $toMillis(5) → T0410
        $fromMillis("a") → T0411
        $base64encode(5) → T0410
        $eval(5) → T0410
        $clone({"a":1}) → {"a":1}
        $random() < 1 → true
        $shuffle([1]) → [1]
        $shuffle(zz) → nothing
        """;
}
