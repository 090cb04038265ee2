using IntegrationFunctions.Mapping.Jsonata.Json;
using IntegrationFunctions.Mapping.Jsonata.Values;

namespace IntegrationFunctions.Tests.Unit.Mapping.Jsonata.Functions;

public sealed class StringFunctionsTests
{
    [Theory]
    [InlineData("length", "[\"a😀b\"]", "3")]
    [InlineData("length", "[\"\\ud800x\"]", "2")]
    [InlineData("substring", "[\"hello\",1]", "\"ello\"")]
    [InlineData("substring", "[\"hello\",-3,2]", "\"ll\"")]
    [InlineData("substring", "[\"hello\",-9,2]", "\"he\"")]
    [InlineData("substring", "[\"hello\",1.9,1.9]", "\"el\"")]
    [InlineData("substring", "[\"hello\",1,0]", "\"\"")]
    [InlineData("substring", "[\"a😀bc\",2,1]", "\"b\"")]
    [InlineData("substringBefore", "[\"a-b-c\",\"-\"]", "\"a\"")]
    [InlineData("substringBefore", "[\"abc\",\"-\"]", "\"abc\"")]
    [InlineData("substringAfter", "[\"a-b-c\",\"-\"]", "\"b-c\"")]
    [InlineData("substringAfter", "[\"abc\",\"\"]", "\"abc\"")]
    [InlineData("lowercase", "[\"ÀΣ ΑΣ\"]", "\"àς ας\"")]
    [InlineData("uppercase", "[\"straße ﬁn\"]", "\"STRASSE FIN\"")]
    [InlineData("trim", "[\" \\t a \\n  b \\r\"]", "\"a b\"")]
    [InlineData("trim", "[\"a b\"]", "\"a b\"")]
    [InlineData("pad", "[\"a\",3]", "\"a  \"")]
    [InlineData("pad", "[\"a\",-4,\"xy\"]", "\"xyxa\"")]
    [InlineData("pad", "[\"abc\",2]", "\"abc\"")]
    [InlineData("pad", "[\"a\",3,\"\"]", "\"a  \"")]
    [InlineData("pad", "[\"a\",1000000000]", "U1001")]
    [InlineData("pad", "[\"a\",-1e300,\"xyz\"]", "U1001")]
    [InlineData("join", "[[\"a\",\"b\"],\"-\"]", "\"a-b\"")]
    [InlineData("join", "[\"a\"]", "\"a\"")]
    [InlineData("join", "[[1]]", "T0412")]
    [InlineData("contains", "[\"abc\",\"bc\"]", "true")]
    [InlineData("split", "[\"a,b,,c\",\",\"]", "[\"a\",\"b\",\"\",\"c\"]")]
    [InlineData("split", "[\"a,b,c\",\",\",2.9]", "[\"a\",\"b\"]")]
    [InlineData("split", "[\"abc\",\"\"]", "[\"a\",\"b\",\"c\"]")]
    [InlineData("split", "[\"abc\",\"\",-1]", "D3020")]
    [InlineData("replace", "[\"aaa\",\"a\",\"$1\",2]", "\"$1$1a\"")]
    [InlineData("replace", "[\"aaa\",\"\",\"b\"]", "D3010")]
    [InlineData("replace", "[\"aaa\",\"a\",\"b\",-1]", "D3011")]
    [InlineData("base64encode", "[\"hello\"]", "\"aGVsbG8=\"")]
    [InlineData("base64decode", "[\"aGVs bG8\"]", "\"hello\"")]
    [InlineData("encodeUrlComponent", "[\"a b/é😀\"]", "\"a%20b%2F%C3%A9%F0%9F%98%80\"")]
    [InlineData("encodeUrl", "[\"http://a/b c?d=é\"]", "\"http://a/b%20c?d=%C3%A9\"")]
    [InlineData("encodeUrl", "[\"\\ud800\"]", "D3140")]
    [InlineData("decodeUrlComponent", "[\"%2F%C3%A9\"]", "\"/é\"")]
    [InlineData("decodeUrl", "[\"%2F%C3%A9\"]", "\"%2Fé\"")]
    [InlineData("decodeUrl", "[\"%C3\"]", "D3140")]
    [InlineData("decodeUrl", "[\"%E0%80%80\"]", "D3140")]
    [InlineData("string", "[{\"a\":[1,null,\"x\\ny\"]}]", "\"{\\\"a\\\":[1,null,\\\"x\\\\ny\\\"]}\"")]
    [InlineData(
        "string",
        "[{\"a\":[1],\"b\":{},\"c\":[]},true]",
        "\"{\\n  \\\"a\\\": [\\n    1\\n  ],\\n  \\\"b\\\": {},\\n  \\\"c\\\": []\\n}\""
    )]
    [InlineData("string", "[1.10]", "\"1.1\"")]
    [InlineData("string", "[1e21]", "\"1e+21\"")]
    [InlineData("string", "[0.0000001]", "\"1e-7\"")]
    [InlineData("string", "[-0]", "\"0\"")]
    // Digits beyond those of a double stay where nobody has calculated with them.
    [InlineData("string", "[12345678901234567890.12]", "\"12345678901234567890.12\"")]
    public void Strings_become_what_the_reference_makes_of_them(string function, string arguments, string expected)
    {
        Assert.Equal(expected, Calls.Call(function, arguments));
    }

    [Theory]
    [InlineData(0.1 + 0.2, "0.3")]
    [InlineData(1.0 / 3, "0.333333333333333")]
    [InlineData(1000000000000.125, "1000000000000.13")]
    [InlineData(123456789012345680.0, "123456789012345680")]
    [InlineData(1e45, "1e+45")]
    [InlineData(5e-324, "5e-324")]
    public void Doubles_are_written_with_15_digits(double value, string expected)
    {
        Assert.Equal(JsonText.Write(JsonataValue.Of(expected)), Calls.Call("string", [JsonataValue.Of(value)]));
    }

    [Fact]
    public void Infinite_numbers_are_refused()
    {
        var infinite = JsonataValue.Of(double.PositiveInfinity);

        Assert.Equal("D3001", Calls.Call("string", [infinite]));
        Assert.Equal("D1001", Calls.Call("string", [JsonataValue.Of(new JsonataArray([infinite]))]));
    }

    [Fact]
    public void Values_nested_too_deeply_are_refused()
    {
        var value = JsonataValue.Of(1d);
        for (var i = 0; i < 200_000; i++)
        {
            value = JsonataValue.Of(new JsonataArray([value]));
        }

        Assert.Equal("U1001", Calls.Call("string", [value]));
        Assert.Equal("U1001", Calls.Call("clone", [value]));
        Assert.Equal("U1001", Calls.Call("boolean", [value]));
    }
}
