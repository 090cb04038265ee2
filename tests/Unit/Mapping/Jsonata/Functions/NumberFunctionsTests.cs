namespace IntegrationFunctions.Tests.Unit.Mapping.Jsonata.Functions;

public sealed class NumberFunctionsTests
{
    [Theory]
    [InlineData("round", "[2.5]", "2")]
    [InlineData("round", "[3.5]", "4")]
    [InlineData("round", "[-0.5]", "0")]
    [InlineData("round", "[2.675,2]", "2.68")]
    [InlineData("round", "[1.005,2]", "1")]
    [InlineData("round", "[12345,-2]", "12300")]
    [InlineData("round", "[12350,-2]", "12400")]
    [InlineData("round", "[12345678901234567890]", "12345678901234567890")]
    [InlineData("floor", "[-1.5]", "-2")]
    [InlineData("ceil", "[1.2]", "2")]
    [InlineData("abs", "[-1.5]", "1.5")]
    [InlineData("abs", "[12345678901234567890]", "12345678901234567890")]
    [InlineData("sqrt", "[4]", "2")]
    [InlineData("sqrt", "[-1]", "D3060")]
    [InlineData("power", "[2,10]", "1024")]
    [InlineData("power", "[10,400]", "D3061")]
    [InlineData("number", "[\"-1.50e2\"]", "-150")]
    [InlineData("number", "[\"0x1F\"]", "31")]
    [InlineData("number", "[\"0b101\"]", "5")]
    [InlineData("number", "[\"0O17\"]", "15")]
    [InlineData("number", "[\"1e999\"]", "D3030")]
    [InlineData("number", "[\" 1\"]", "D3030")]
    [InlineData("number", "[\"1.\"]", "D3030")]
    [InlineData("number", "[true]", "1")]
    [InlineData("number", "[null]", "T0410")]
    [InlineData("formatBase", "[255,16]", "\"ff\"")]
    [InlineData("formatBase", "[-255,2]", "\"-11111111\"")]
    [InlineData("formatBase", "[1e21]", "\"1e+21\"")]
    [InlineData("formatBase", "[1,37]", "D3100")]
    [InlineData("sum", "[[0.1,0.2]]", "0.30000000000000004")]
    [InlineData("sum", "[[]]", "0")]
    [InlineData("average", "[[1,2]]", "1.5")]
    [InlineData("max", "[[1,12345678901234567890.5,3]]", "12345678901234567890.5")]
    [InlineData("min", "[[3,1.50,2]]", "1.50")]
    [InlineData("max", "[[]]", "nothing")]
    [InlineData("max", "[[\"a\"]]", "T0412")]
    public void Doubles_are_calculated_with(string function, string arguments, string expected)
    {
        Assert.Equal(expected, Calls.Call(function, arguments));
    }

    [Theory]
    [InlineData("sum", "[[0.1,0.2]]", "0.3")]
    [InlineData("sum", "[[9007199254740993,1]]", "9007199254740994")]
    // What decimals can't hold is calculated with doubles.
    [InlineData("sum", "[[1e300,1e300]]", "2e+300")]
    [InlineData("average", "[[0.1,0.2]]", "0.15")]
    [InlineData("max", "[[0.10000000000000000001,0.1]]", "0.10000000000000000001")]
    [InlineData("abs", "[-12345678901234567890.12]", "12345678901234567890.12")]
    [InlineData("round", "[1.005,2]", "1.00")]
    [InlineData("round", "[12345678901234567890.125,2]", "12345678901234567890.12")]
    [InlineData("round", "[1250,-2]", "1200")]
    [InlineData("floor", "[12345678901234567890.9]", "12345678901234567890")]
    [InlineData("ceil", "[12345678901234567890.1]", "12345678901234567891")]
    [InlineData("power", "[1.1,2]", "1.21")]
    [InlineData("power", "[2,-2]", "0.25")]
    [InlineData("power", "[10,300]", "1e+300")]
    [InlineData("number", "[\"12345678901234567890.12\"]", "12345678901234567890.12")]
    [InlineData("formatNumber", "[12345678901234567890.125,\"#,##0.00\"]", "\"12,345,678,901,234,567,890.12\"")]
    [InlineData("formatNumber", "[0.123456,\"00.0%\"]", "\"12.3%\"")]
    [InlineData("formatNumber", "[-1234.5,\"0.00e0\"]", "\"-1.23e3\"")]
    [InlineData("string", "[12345678901234567890.120]", "\"12345678901234567890.120\"")]
    [InlineData(
        "distinct",
        "[[9007199254740993,9007199254740992,9007199254740993]]",
        "[9007199254740993,9007199254740992]"
    )]
    [InlineData("sort", "[[9007199254740993,9007199254740992]]", "[9007199254740992,9007199254740993]")]
    public void Decimals_are_calculated_with(string function, string arguments, string expected)
    {
        Assert.Equal(expected, Calls.Call(function, arguments, decimals: true));
    }

    [Theory]
    [InlineData(12345.6, "#,##0.00", "12,345.60")]
    [InlineData(12345678.9, "9,999.99", "12,345,678.90")]
    [InlineData(123412345678, "#,##,#0.0", "12,34,12,34,56,78.0")]
    [InlineData(0.14, "01%", "14%")]
    [InlineData(0.14, "000‰", "140‰")]
    [InlineData(-6, "000", "-006")]
    [InlineData(-5, "0;(0)", "(5)")]
    [InlineData(1234.5678, "00.000e0", "12.346e2")]
    [InlineData(0.00023, "0.0e00", "2.3e-04")]
    [InlineData(0, "#.##", ".0")]
    [InlineData(0, "0.0e0", "0.0e0")]
    [InlineData(12.5, "$0", "$12")]
    [InlineData(13.5, "0 EUR", "14 EUR")]
    [InlineData(1e21, "#,##0", "1e,+21")]
    [InlineData(461609274148941.06, "0.000", "461609274148941.063")]
    [InlineData(1, "0;0;0", "D3080")]
    [InlineData(1, "0.0.0", "D3081")]
    [InlineData(1, "0%%", "D3082")]
    [InlineData(1, "0‰‰", "D3083")]
    [InlineData(1, "0%‰", "D3084")]
    [InlineData(1, ".", "D3085")]
    [InlineData(1, "0a0", "D3086")]
    [InlineData(1, "0,.0", "D3087")]
    [InlineData(1, "0,", "D3088")]
    [InlineData(1, "0,,0", "D3089")]
    [InlineData(1, "0#", "D3090")]
    [InlineData(1, "0.#0", "D3091")]
    [InlineData(1, "0e0%", "D3092")]
    [InlineData(1, "0e", "D3093")]
    [InlineData(1, "0e#", "D3093")]
    public void Numbers_are_written_by_picture(double value, string picture, string expected)
    {
        var arguments = new[]
        {
            IntegrationFunctions.Mapping.Jsonata.Values.JsonataValue.Of(value),
            IntegrationFunctions.Mapping.Jsonata.Values.JsonataValue.Of(picture),
        };

        Assert.Equal(expected, Calls.Call("formatNumber", arguments).Trim('"'));
    }

    [Theory]
    [InlineData("{\"decimal-separator\":\",\",\"grouping-separator\":\".\"}", "#.##0,00", "1.234,50")]
    [InlineData("{\"zero-digit\":\"\\u0660\"}", "\\u0660.\\u0660", "١٢٣٤.٥")]
    [InlineData("{\"exponent-separator\":\"E\"}", "0.0E0", "1.2E3")]
    [InlineData("{\"zero-digit\":5}", "0.0", "1234.5")]
    public void The_symbols_of_a_picture_can_be_chosen(string options, string picture, string expected)
    {
        Assert.Equal(expected, Calls.Call("formatNumber", $"[1234.5,\"{picture}\",{options}]").Trim('"'));
    }
}
