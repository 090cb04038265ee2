using IntegrationFunctions.Mapping.Jsonata;
using IntegrationFunctions.Mapping.Jsonata.Errors;
using IntegrationFunctions.Mapping.Jsonata.Json;

namespace IntegrationFunctions.Tests.Unit.Mapping.Jsonata;

public sealed class DigitsTests
{
    private static readonly JsonataOptions Decimals = new() { Decimals = true };

    [Theory]
    [InlineData("a")]
    [InlineData("{ 'a': a }.a")]
    [InlineData("[a, 1][0]")]
    [InlineData("($x := a; $x)")]
    [InlineData("(function($x) { $x })(a)")]
    [InlineData("$map([a], function($x) { $x })")]
    [InlineData("$append([], a)[0]")]
    [InlineData("$ ~> |$|{ 'b': a }| ~> $lookup('b')")]
    [InlineData("$sort([a, a], function($l, $r) { $l > $r })[0]")]
    [InlineData("$merge([$, {}]).a")]
    public void A_number_that_is_only_moved_keeps_its_digits(string expression) =>
        Assert.Equal("12345678901234567.890", Value(expression, """{ "a": 12345678901234567.890 }"""));

    [Theory]
    [InlineData("0.1 + 0.2", "0.3")]
    [InlineData("1.10 * 3", "3.3")]
    [InlineData("a - b", "0.00000000000000001")]
    [InlineData("-a", "-1.00000000000000001")]
    [InlineData("a > b", "true")]
    [InlineData("10 % 3", "1")]
    [InlineData("$sum([0.1, 0.2])", "0.3")]
    [InlineData("$average([0.1, 0.2])", "0.15")]
    [InlineData("$round(2.345, 2)", "2.34")]
    [InlineData("$string(0.1 + 0.2)", "\"0.3\"")]
    [InlineData("$number('0.1') + 0.2", "0.3")]
    [InlineData("$max([a, b]) = a", "true")]
    public void Decimal_arithmetic_is_exact(string expression, string expected) =>
        Assert.Equal(
            expected,
            Value(expression, """{ "a": 1.00000000000000001, "b": 1.00000000000000000 }""", Decimals)
        );

    [Theory]
    [InlineData("0.1 + 0.2", "0.30000000000000004")]
    [InlineData("a = b", "true")]
    public void Doubles_are_as_the_language_says(string expression, string expected) =>
        Assert.Equal(expected, Value(expression, """{ "a": 1.00000000000000001, "b": 1.0 }"""));

    [Theory]
    [InlineData("1 / 0")]
    [InlineData("79228162514264337593543950335 * 10")]
    public void What_is_no_decimal_is_an_error(string expression) =>
        Assert.Equal("D1001", Assert.Throws<JsonataException>(() => Value(expression, "{}", Decimals)).Code);

    private static string Value(string expression, string input, JsonataOptions? options = null) =>
        JsonText.Write(JsonataExpression.Compile(expression, options).Evaluate(JsonText.Read(input)));
}
