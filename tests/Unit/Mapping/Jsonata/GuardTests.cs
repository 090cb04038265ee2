using System.Diagnostics;
using IntegrationFunctions.Mapping.Jsonata;
using IntegrationFunctions.Mapping.Jsonata.Evaluation;

namespace IntegrationFunctions.Tests.Unit.Mapping.Jsonata;

/// <summary>Hostile expressions cost an error, and neither the process nor much time.</summary>
public sealed class GuardTests
{
    private static readonly JsonataOptions Small = new()
    {
        Limits = new Limits
        {
            Time = TimeSpan.FromSeconds(1),
            Steps = 1_000_000,
            Bytes = 8 * 1024 * 1024,
        },
    };

    [Theory]
    [InlineData("""$ ~> |$|{"a": $}|""")]
    [InlineData("""($x := $ ~> |$|{"a": [$]}|; $string($x))""")]
    [InlineData("""($x := $ ~> |$|{"a": $}|; $clone($x))""")]
    [InlineData("""($x := $ ~> |$|{"a": $}|; $y := $ ~> |$|{"a": $}|; $x = $y)""")]
    [InlineData("""($x := $ ~> |$|{"a": $}|; $x & "")""")]
    [InlineData("""($x := $ ~> |$|{"a": $}|; $x.**)""")]
    [InlineData("""($x := $ ~> |$|{"a": $}|; $x ~> |**|{"b": 1}|)""")]
    public void A_value_within_itself_ends(string expression) => Ends(expression);

    [Fact]
    public void The_message_about_a_value_within_itself_is_short() =>
        Assert.True(Evaluated.Error("""($x := $ ~> |$|{"a": $}|; $uppercase($x))""", "{}").Message.Length < 500);

    [Theory]
    [InlineData("""$string($reduce([1..60], function($a, $i) {{"a": $a, "b": $a}}, 1))""")]
    [InlineData("$clone($reduce([1..60], function($a, $i) {[$a, $a]}, [1]))")]
    [InlineData("""($f := function() {$reduce([1..60], function($a, $i) {{"a": $a, "b": $a}}, 1)}; $f() = $f())""")]
    [InlineData("""$reduce([1..60], function($a, $i) {{"a": $a, "b": $a}}, 1).**""")]
    [InlineData("""$reduce([1..60], function($a, $i) {$a & $a}, "x")""")]
    [InlineData("""$reduce([1..60], function($a, $i) {$join([$a, $a])}, "x")""")]
    [InlineData("$reduce([1..60], function($a, $i) {$append($a, $a)}, [1])")]
    [InlineData("""$reduce([1..60], function($a, $i) {$replace($a, "x", "xx")}, "x")""")]
    [InlineData("""$reduce([1..60], function($a, $i) {$eval("$a & $a")}, "x")""")]
    [InlineData("""$reduce([1..1000000], function($a, $i) {$merge([$a, {$string($i): $i}])}, {})""")]
    [InlineData("""$pad("", 1000000000)""")]
    [InlineData("""$pad("x", -1e300, "ab")""")]
    [InlineData("[1..10000000]")]
    [InlineData("[1..100000].[1..100000]")]
    [InlineData("$zip([1..400000], [1..400000])")]
    [InlineData("""$formatInteger(1e18, "I")""")]
    [InlineData("""$split($pad("", 2000000, "ab"), "")""")]
    public void Memory_ends(string expression) => Ends(expression);

    [Theory]
    [InlineData("($f := function() {$f()}; $f())")]
    [InlineData("($f := function() {1 + $f()}; $f())")]
    [InlineData("($f := function($g) {$g($g)}; $f($f))")]
    [InlineData("($f := function($n) {$g($n) + 1}; $g := function($n) {$f($n) + 1}; $f(1))")]
    [InlineData("($f := function($n) {$map([1], function($x) {$f($n - 1)})}; $f(1))")]
    [InlineData("""($f := function($s) {$eval("$f($s)")}; $f(1))""")]
    [InlineData("""($f := function($x) {$replace("a", /a/, $f)}; $f(1))""")]
    [InlineData("""($f := function($x) {$match("a", $f)}; $f(1))""")]
    [InlineData("($f := function($n) {[1][$f(1)]}; $f(1))")]
    [InlineData("($f := function($n) {[2, 1]^($f(1))}; $f(1))")]
    [InlineData("""($f := function($n) {{"a": 1} ~> |$|{"a": $f(1)}|}; $f(1))""")]
    [InlineData("$sort([1..100000], function($a, $b) {$sum([1..1000]) > 0})")]
    [InlineData("[1..3000].(**)[[1..3000].$]")]
    public void Recursion_and_loops_end(string expression) => Ends(expression);

    [Theory]
    [InlineData("""$match("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!", /(a+)+$/)""")]
    [InlineData("""$match("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!", /(a|aa)*\1$/)""")]
    [InlineData("""$match("aaa", /((a{1000}){1000}){1000}/)""")]
    [InlineData("""$match("aaa", /a{2147483647}/)""")]
    [InlineData("""$replace("aaa", /x*/, "yy")""")]
    [InlineData("""$split("abc", "", 1e300)""")]
    [InlineData("""$substring("abc", -1e300, 1e300)""")]
    [InlineData("$round(1.5, 1e300)")]
    [InlineData("""$formatInteger(1e300, "w")""")]
    [InlineData("""$formatNumber(1e300, "0")""")]
    public void Extreme_arguments_have_an_answer(string expression) => InTime(() => Evaluated.Text(expression, "{}"));

    [Theory]
    [InlineData("(", 150_000, "")]
    [InlineData("[", 150_000, "")]
    [InlineData("-", 150_000, "1")]
    [InlineData("1+", 90_000, "1")]
    [InlineData("a.", 90_000, "a")]
    [InlineData("a[", 90_000, "")]
    [InlineData("a?", 90_000, "a")]
    [InlineData("1?2:", 45_000, "3")]
    [InlineData("a??", 60_000, "a")]
    [InlineData("a+", 90_000, "a?:1")]
    [InlineData("a~>", 60_000, "a")]
    [InlineData("{\"a\":", 35_000, "")]
    [InlineData("function(){", 18_000, "")]
    [InlineData("$x:=", 45_000, "1")]
    [InlineData("$f(", 60_000, "")]
    [InlineData("%.", 90_000, "a")]
    [InlineData("|a|", 60_000, "")]
    [InlineData("a[0]", 50_000, "")]
    [InlineData("a^(a)", 39_000, "")]
    [InlineData("a#$i.", 39_000, "a")]
    [InlineData("/(", 90_000, "/")]
    public void Deep_expressions_end(string part, int times, string end)
    {
        var text = string.Concat(Enumerable.Repeat(part, times)) + end;
        InTime(() => Evaluated.Text(text[..Math.Min(text.Length, JsonataExpression.MostCharacters)], "{}"));
    }

    [Fact]
    public void Copies_of_copies_end() => Ends($"{new string('(', 60)}a{string.Concat(Enumerable.Repeat("??b)", 60))}");

    [Fact]
    public void A_signature_that_fits_in_too_many_ways_ends() =>
        Ends(
            $"λ($a)<{string.Concat(Enumerable.Repeat("x+", 60))}n>{{1}}({string.Concat(Enumerable.Repeat("1,", 200))}\"a\")"
        );

    [Fact]
    public void Json_that_is_too_deep_is_refused() =>
        Assert.ThrowsAny<System.Text.Json.JsonException>(() => Evaluated.Text("$", new string('[', 100_000)));

    private static void Ends(string expression) =>
        InTime(() => Assert.Equal("U1001", Evaluated.Error(expression, "{}", Small).Code));

    // Far more than it takes: it tells an error from a process that hangs. A small stack is at its end sooner, and as surely.
    private static void InTime(Action action)
    {
        var watch = Stopwatch.StartNew();
        Exception? failure = null;
        var thread = new Thread(() => failure = Record.Exception(action), 1024 * 1024);
        thread.Start();
        thread.Join();
        Assert.Null(failure);
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(20), $"It took {watch.Elapsed}.");
    }
}
