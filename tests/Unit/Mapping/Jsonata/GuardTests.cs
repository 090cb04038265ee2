using System.Globalization;
using IntegrationFunctions.Mapping.Jsonata;
using IntegrationFunctions.Mapping.Jsonata.Errors;
using IntegrationFunctions.Mapping.Jsonata.Evaluation;
using IntegrationFunctions.Mapping.Jsonata.Json;

namespace IntegrationFunctions.Tests.Unit.Mapping.Jsonata;

/// <summary>A hostile expression costs its caller an error, never the process.</summary>
public sealed class GuardTests
{
    private static readonly JsonataOptions Small = new()
    {
        Limits = new Limits
        {
            Bytes = 16 * 1024 * 1024,
            Steps = 2_000_000,
            Time = TimeSpan.FromSeconds(20),
        },
    };

    [Theory]
    [InlineData("$ ~> |$|{'a': $}|")]
    [InlineData("($x := $ ~> |$|{'a': $}|; $x = $clone($x))")]
    [InlineData("$string($ ~> |$|{'a': $}|)")]
    [InlineData("$distinct([$ ~> |$|{'a': $}|, $ ~> |$|{'a': $}|])")]
    [InlineData("($ ~> |$|{'a': $}|).**")]
    [InlineData("$pad('', 1000000000)")]
    [InlineData("$pad('', -1000000000)")]
    [InlineData("$reduce([1..60], function($a, $b) { $a & $a }, 'xxxx')")]
    [InlineData("$reduce([1..60], function($a, $b) { $append($a, $a) }, [1])")]
    [InlineData("$reduce([1..60], function($a, $b) { $join([$a, $a]) }, 'xxxx')")]
    [InlineData("$reduce([1..60], function($a, $b) { $replace($a, 'x', 'xx') }, 'xxxx')")]
    [InlineData("$reduce([1..60], function($a, $b) { {'l': $a, 'r': $string($a)} }, 'xxxx')")]
    [InlineData("[1..10000000]")]
    [InlineData("[1..100000].[1..100000]")]
    [InlineData("$map([1..1000000], function($x) { [1..1000] })")]
    [InlineData("$zip([1..1000000], [1..1000000])")]
    [InlineData("($f := function($n) { $n + $f($n + 1) }; $f(1))")]
    [InlineData("($f := function($n) { $f($n + 1) }; $f(1))")]
    [InlineData("($a := function() { [$b()] }; $b := function() { [$a()] }; $a())")]
    [InlineData("($f := function($n) { $map([1], function($x) { $f($n + 1) }) }; $f(1))")]
    [InlineData("($f := function($n) { $sort([3, 2, 1], function($a, $b) { $f($n + 1) }) }; $f(1))")]
    [InlineData("($f := function($n) { $n ~> $f }; $f(1))")]
    [InlineData("($x := '$eval($x)'; $eval($x))")]
    [InlineData("$match('aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!', /^(a+)+\\1$/)")]
    public void It_ends_in_an_error(string text)
    {
        var expression = JsonataExpression.Compile(text, Small);
        var error = Assert.Throws<JsonataException>(() =>
            JsonText.Write(expression.Evaluate(JsonText.Read("""{ "x": 1 }""")))
        );
        Assert.Equal("U1001", error.Code);
    }

    [Theory]
    [InlineData("(", "1", ")", 20_000)]
    [InlineData("[", "1", "]", 20_000)]
    [InlineData("{'a':", "1", "}", 20_000)]
    [InlineData("-", "a", "", 20_000)]
    [InlineData("1 + ", "1", "", 20_000)]
    [InlineData("a.", "a", "", 20_000)]
    [InlineData("a ? b : ", "c", "", 20_000)]
    [InlineData("a[", "1", "]", 20_000)]
    [InlineData("function($x) { ", "1", " }", 10_000)]
    [InlineData("$f(", "1", ")", 20_000)]
    [InlineData("a ?: ", "1", "", 20_000)]
    [InlineData("a ^(", "1", ")", 20_000)]
    [InlineData("%.", "a", "", 20_000)]
    public void However_deep_it_nests_it_ends(string before, string middle, string after, int times)
    {
        var text =
            string.Concat(Enumerable.Repeat(before, times)) + middle + string.Concat(Enumerable.Repeat(after, times));
        Assert.Throws<JsonataException>(() => JsonataExpression.Compile(text, Small).Evaluate(default));
    }

    [Fact]
    public void An_error_may_come_from_however_deep()
    {
        var nested = JsonataExpression.Compile(
            "($f := function($n) { $n = 0 ? $error('x') : $eval('1 + $f($n - 1)') }; $f(300))",
            Small
        );
        Assert.Throws<JsonataException>(() => nested.Evaluate(default));
    }

    [Fact]
    public void Recursion_in_the_last_place_needs_no_stack()
    {
        var sum = JsonataExpression.Compile(
            "($f := function($n, $s) { $n = 0 ? $s : $f($n - 1, $s + $n) }; $f(100000, 0))"
        );
        Assert.Equal(5_000_050_000, sum.Evaluate(default).AsDouble);
        var mutual = JsonataExpression.Compile(
            "($even := function($n) { $n = 0 ? true : $odd($n - 1) }; $odd := function($n) { $n = 0 ? false : $even($n - 1) }; $even(50001))"
        );
        Assert.False(mutual.Evaluate(default).AsBoolean);
    }

    [Fact]
    public void Time_runs_out_by_the_clock_that_was_given()
    {
        var clock = new LeapingClock();
        var options = new JsonataOptions
        {
            Time = clock,
            Limits = new Limits { Time = TimeSpan.FromSeconds(1) },
        };
        var error = Assert.Throws<JsonataException>(() =>
            JsonataExpression.Compile("$sum([1..10000].($ * 2))", options).Evaluate(default)
        );
        Assert.Contains("1000 ms", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Threads_may_share_an_expression()
    {
        var expression = JsonataExpression.Compile("$sum(lines[kind = 'a'].(price * count)) & name");
        Parallel.For(
            0,
            2_000,
            i =>
            {
                // Three shapes in turn, so that each call meets what another has remembered.
                var line = (i % 3) switch
                {
                    0 => "\"kind\": \"a\", \"price\": 2, \"count\": 3",
                    1 => "\"count\": 3, \"price\": 2, \"kind\": \"a\"",
                    _ => "\"x\": 0, \"price\": 2, \"kind\": \"a\", \"count\": 3",
                };
                var input = JsonText.Read(
                    $$"""{ "name": "n{{i.ToString(CultureInfo.InvariantCulture)}}", "lines": [ { {{line}} }, { "kind": "b", "price": 9 } ] }"""
                );
                Assert.Equal(
                    string.Create(CultureInfo.InvariantCulture, $"6n{i}"),
                    expression.Evaluate(input).AsString()
                );
            }
        );
    }

    [Fact]
    public void Names_from_outside_do_not_fill_the_memory()
    {
        var before = GC.GetTotalMemory(forceFullCollection: true);
        for (var i = 0; i < 300_000; i++)
        {
            JsonText.Read(string.Create(CultureInfo.InvariantCulture, $$"""{ "name{{i}}": 1, "other{{i}}": 2 }"""));
        }
        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - before, long.MinValue, 100L * 1024 * 1024);
    }

    /// <summary>A minute goes by each time it is asked.</summary>
    private sealed class LeapingClock : TimeProvider
    {
        private long _now;

        public override long TimestampFrequency => 1;

        public override long GetTimestamp() => _now += 60;
    }
}
