using IntegrationFunctions.Mapping.Jsonata;

namespace IntegrationFunctions.Tests.Unit.Mapping.Jsonata;

public sealed class DigitsTests
{
    private static readonly JsonataOptions Decimals = new() { Decimals = true };

    [Theory]
    [InlineData("""{"x": 12345678901234567.89}""", "x", "12345678901234567.89")]
    [InlineData("""{"x": 12345678901234567.89}""", """{"y": x}""", """{"y":12345678901234567.89}""")]
    [InlineData("""{"x": [1.10, 0.30000000000000004]}""", "x", "[1.10,0.30000000000000004]")]
    [InlineData("""{"x": 12345678901234567.89}""", "$ ~> |$|{\"y\":1}|", """{"x":12345678901234567.89,"y":1}""")]
    [InlineData("""{"x": 1e2}""", "$append(x, x)", "[1e2,1e2]")]
    [InlineData("{}", "12345678901234567.89", "12345678901234567.89")]
    public void A_number_that_is_only_moved_keeps_its_digits(string input, string expression, string expected) =>
        Assert.Equal(expected, Evaluated.Text(expression, input));

    [Theory]
    [InlineData("0.1 + 0.2", "0.3")]
    [InlineData("1.15 * 3", "3.45")]
    [InlineData("$sum([0.1, 0.2])", "0.3")]
    [InlineData("0.1 + 0.2 = 0.3", "true")]
    [InlineData("12345678901234567.89 + 0.01", "12345678901234567.90")]
    [InlineData("1 / 0", "D1001")]
    [InlineData("79228162514264337593543950335 * 10", "D1001")]
    public void Decimals_calculate_as_they_are_written(string expression, string expected) =>
        Assert.Equal(expected, Evaluated.Text(expression, options: Decimals));

    [Theory]
    [InlineData("0.1 + 0.2", "0.30000000000000004")]
    [InlineData("0.1 + 0.2 = 0.3", "false")]
    [InlineData("$string(0.1 + 0.2)", "\"0.3\"")]
    public void Without_decimals_numbers_are_doubles(string expression, string expected) =>
        Assert.Equal(expected, Evaluated.Text(expression));
}
