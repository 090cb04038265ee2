using System.Diagnostics;
using IntegrationFunctions.Mapping.Jsonata.Errors;
using IntegrationFunctions.Mapping.Jsonata.Evaluation;
using IntegrationFunctions.Mapping.Jsonata.Functions;
using IntegrationFunctions.Mapping.Jsonata.Values;

namespace IntegrationFunctions.Tests.Unit.Mapping.Jsonata.Functions;

public sealed class RegexTests
{
    [Theory]
    [InlineData("\\d", "", "٣", false)]
    [InlineData("\\w", "", "é", false)]
    [InlineData("\\bb", "", "éb", true)]
    [InlineData("a\\Bb", "", "ab", true)]
    [InlineData("\\s", "", "\ufeff", true)]
    [InlineData("\\s", "", "\u0085", false)]
    [InlineData("^.$", "", "\u2028", false)]
    [InlineData("^.$", "", "\u0085", true)]
    [InlineData("a$", "", "a\n", false)]
    [InlineData("a$", "m", "a\r\nb", true)]
    [InlineData("^b", "m", "a\u2029b", true)]
    [InlineData("ABC", "i", "xabcx", true)]
    [InlineData("[^]", "", "\n", true)]
    [InlineData("[]", "", "a", false)]
    [InlineData("[\\w-z]", "", "-", true)]
    [InlineData("[a-c-e]", "", "-", true)]
    [InlineData("[[a]", "", "[", true)]
    [InlineData("[a&&b]", "", "&", true)]
    [InlineData("^[\\D]$", "", "5", false)]
    [InlineData("[\\b]", "", "\b", true)]
    [InlineData("a{,2}", "", "a{,2}", true)]
    [InlineData("a{x}", "", "a{x}", true)]
    [InlineData("\\u0041\\x42\\103", "", "ABC", true)]
    [InlineData("\\u{41}", "", "A", false)]
    [InlineData("\\z\\A", "", "zA", true)]
    [InlineData("\\p{L}", "", "p{L}", true)]
    [InlineData("^(a)?\\1b$", "", "b", true)]
    [InlineData("(?<x>a)(b)\\k<x>\\2", "", "abab", true)]
    [InlineData("(?<!a)b", "", "ab", false)]
    [InlineData("\\k<x>", "", "k<x>", true)]
    [InlineData("(?#a)", "", "", null)]
    [InlineData("(?>a)", "", "", null)]
    [InlineData("(a", "", "", null)]
    [InlineData("a)", "", "", null)]
    [InlineData("a**", "", "", null)]
    [InlineData("^*", "", "", null)]
    [InlineData("[b-a]", "", "", null)]
    [InlineData("a{2,1}", "", "", null)]
    [InlineData("(?<a>x)(?<a>y)", "", "", null)]
    public void Patterns_mean_what_JavaScript_means(string pattern, string flags, string text, bool? expected)
    {
        if (expected is null)
        {
            Assert.Equal("S0302", Assert.Throws<JsonataException>(() => new RegexFunction(pattern, flags)).Code);
            return;
        }

        var found = Calls.Call("contains", [JsonataValue.Of(text), Calls.Regex(pattern, flags)]);
        Assert.Equal(expected.Value ? "true" : "false", found);
    }

    [Theory]
    [InlineData(
        "ab12cd",
        "([a-z])(\\d)?",
        "[{\"match\":\"a\",\"index\":0,\"groups\":[\"a\",null]},{\"match\":\"b1\",\"index\":1,\"groups\":[\"b\",\"1\"]},{\"match\":\"c\",\"index\":4,\"groups\":[\"c\",null]},{\"match\":\"d\",\"index\":5,\"groups\":[\"d\",null]}]"
    )]
    [InlineData("abc", "x", "nothing")]
    [InlineData("abc", "x*", "D1004")]
    [InlineData("abc", "$", "{\"match\":\"\",\"index\":3,\"groups\":[]}")]
    // Named groups keep their place among the others.
    [InlineData("ab", "(?<x>a)(b)", "{\"match\":\"ab\",\"index\":0,\"groups\":[\"a\",\"b\"]}")]
    public void Matches_are_listed(string text, string pattern, string expected)
    {
        Assert.Equal(expected, Calls.Call("match", [JsonataValue.Of(text), Calls.Regex(pattern)]));
    }

    [Theory]
    [InlineData("John Smith", "(\\w+)\\s(\\w+)", "$2, $1", "\"Smith, John\"")]
    [InlineData("265USD", "([0-9]+)USD", "$$$1", "\"$265\"")]
    [InlineData("abc", "b", "[$0$1$]$", "\"a[b$]$c\"")]
    [InlineData("abcdefghijkl", "(a)(b)(c)(d)(e)(f)(g)(h)(i)(j)(k)", "$11$12$1", "\"ka2al\"")]
    [InlineData("aaa", "b", "c", "\"aaa\"")]
    public void Replacements_refer_to_groups(string text, string pattern, string replacement, string expected)
    {
        JsonataValue[] arguments = [JsonataValue.Of(text), Calls.Regex(pattern), JsonataValue.Of(replacement)];

        Assert.Equal(expected, Calls.Call("replace", arguments));
    }

    [Fact]
    public void A_function_makes_the_replacement_of_each_match()
    {
        var doubled = Calls.Lambda(
            1,
            args => JsonataValue.Of(args[0].Object!["match"].AsString() + args[0].Object!["match"].AsString())
        );

        Assert.Equal("\"aabcc\"", Calls.Call("replace", [JsonataValue.Of("abc"), Calls.Regex("[ac]"), doubled]));
        Assert.Equal(
            "D3012",
            Calls.Call(
                "replace",
                [JsonataValue.Of("abc"), Calls.Regex("a"), Calls.Lambda(1, args => default(JsonataValue))]
            )
        );
    }

    [Fact]
    public void A_text_is_split_at_matches()
    {
        JsonataValue[] arguments = [JsonataValue.Of("a1b22c"), Calls.Regex("\\d+")];

        Assert.Equal("[\"a\",\"b\",\"c\"]", Calls.Call("split", arguments));
        Assert.Equal("[\"a\",\"b\"]", Calls.Call("split", [.. arguments, JsonataValue.Of(2d)]));
    }

    [Fact]
    public void A_function_may_match_as_well()
    {
        var next = Calls.Lambda(0, _ => default);
        var matcher = Calls.Lambda(
            1,
            _ =>
            {
                var match = new JsonataObject();
                match.Set("match", JsonataValue.Of("b"));
                match.Set("start", JsonataValue.Of(1d));
                match.Set("end", JsonataValue.Of(2d));
                match.Set("groups", JsonataValue.Of(new JsonataArray()));
                match.Set("next", next);
                return JsonataValue.Of(match);
            }
        );

        Assert.Equal("[\"a\",\"c\"]", Calls.Call("split", [JsonataValue.Of("abc"), matcher]));
        Assert.Equal(
            "T1010",
            Calls.Call("contains", [JsonataValue.Of("abc"), Calls.Lambda(1, _ => JsonataValue.Of("x"))])
        );
    }

    [Theory]
    [InlineData("(a+)+$")]
    [InlineData("(a|a)*b")]
    [InlineData("(a|aa)+$")]
    [InlineData("a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?$x")]
    [InlineData("(?=(a+)+$)a")]
    [InlineData("^(a+)+\\b!")]
    [InlineData("(a+)+\\1$")]
    public void No_pattern_runs_away(string pattern)
    {
        var run = Calls.Run(limits: new Limits { RegexTime = TimeSpan.FromMilliseconds(200) });
        var clock = Stopwatch.StartNew();

        var found = Calls.Call("contains", [JsonataValue.Of(new string('a', 40) + "c"), Calls.Regex(pattern)], run);

        Assert.True(found is "false" or "true" or "U1001", found);
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(3), $"{clock.Elapsed}");
    }

    [Fact]
    public void Patterns_have_a_greatest_length()
    {
        var error = Assert.Throws<JsonataException>(() => new RegexFunction(new string('a', 5_000), ""));

        Assert.Equal("U1001", error.Code);
    }
}
