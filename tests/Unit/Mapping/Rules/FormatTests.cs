using IntegrationFunctions.Mapping.Formats;
using IntegrationFunctions.Mapping.Jsonata.Json;

namespace IntegrationFunctions.Tests.Unit.Mapping.Rules;

public sealed class FormatTests
{
    [Theory]
    [InlineData("trim", "\"  a b \"", "\"a b\"")]
    [InlineData("upper", "\"fr\"", "\"FR\"")]
    [InlineData("lower", "\"FR\"", "\"fr\"")]
    [InlineData("remove-spaces", "\"DE89\\u00a03704 00\"", "\"DE89370400\"")]
    [InlineData("text", "12.50", "\"12.50\"")]
    [InlineData("number", "12345678901234567.890", "\"12345678901234567.890\"")]
    [InlineData("number", "1.5e3", "\"1500\"")]
    [InlineData("decimal", "\" 12.50 \"", "\"12.50\"")]
    [InlineData("decimal", "\"12.50-\"", "\"-12.50\"")]
    [InlineData("negate", "\"12.50\"", "\"-12.50\"")]
    [InlineData("negate", "\"-12.50\"", "\"12.50\"")]
    [InlineData("negate", "\"0.00\"", "\"0.00\"")]
    [InlineData("minor-units:2", "\"12050\"", "\"120.50\"")]
    [InlineData("minor-units:2", "-5", "\"-0.05\"")]
    [InlineData("minor-units:0", "\"7\"", "\"7\"")]
    [InlineData("date:dd.MM.yyyy", "\"31.01.2026\"", "\"2026-01-31\"")]
    [InlineData("date:yyyyMMdd", "20260131", "\"2026-01-31\"")]
    [InlineData("odata-date", "\"/Date(1507075200000)/\"", "\"2017-10-04\"")]
    [InlineData("odata-date", "\"/Date(1507075200000+0060)/\"", "\"2017-10-04\"")]
    [InlineData("odata-date", "\"/Date(-1)/\"", "\"1969-12-31\"")]
    [InlineData("odata-date", "\"/Date(1507075200000-60)/\"", "\"2017-10-04\"")]
    [InlineData("odata-date", "\"/Date(253402214400000)/\"", "\"9999-12-31\"")]
    [InlineData("odata-date", "\"2026-11-22\"", "\"2026-11-22\"")]
    [InlineData("odata-date", "\"2026-11-22T23:30:00.1234567-02:00\"", "\"2026-11-23\"")]
    [InlineData("flag:X,", "\"X\"", "true")]
    [InlineData("flag:X,", "\"\"", "false")]
    [InlineData("flag:Y,N", "true", "true")]
    public void There(string format, string value, string expected) =>
        Assert.Equal(expected, JsonText.Write(ValueFormats.Find(format)!.There(JsonText.Read(value))));

    [Theory]
    [InlineData("number", "\"-0012.50\"", "-12.50")]
    [InlineData("negate", "\"12.50\"", "\"-12.50\"")]
    [InlineData("minor-units:2", "\"120.5\"", "\"12050\"")]
    [InlineData("minor-units:2", "\"0.05\"", "\"5\"")]
    [InlineData("minor-units:3", "\"0\"", "\"0\"")]
    [InlineData("date:dd.MM.yyyy", "\"2026-01-31\"", "\"31.01.2026\"")]
    [InlineData("odata-date", "\"2017-10-04\"", "\"/Date(1507075200000)/\"")]
    [InlineData("flag:X,", "false", "\"\"")]
    public void Back(string format, string value, string expected) =>
        Assert.Equal(expected, JsonText.Write(ValueFormats.Find(format)!.Back(JsonText.Read(value))));

    [Theory]
    [InlineData("decimal", "\"12,50\"")]
    [InlineData("decimal", "\"\"")]
    [InlineData("number", "\"12\"")]
    [InlineData("minor-units:2", "\"1.5\"")]
    [InlineData("date:yyyyMMdd", "\"20260230\"")]
    [InlineData("odata-date", "\"22.11.2026\"")]
    [InlineData("odata-date", "\"/Date()/\"")]
    [InlineData("odata-date", "\"/Date(1e3)/\"")]
    [InlineData("odata-date", "\"/Date(99999999999999999999)/\"")]
    [InlineData("flag:X,", "\"Y\"")]
    [InlineData("trim", "[1]")]
    public void What_is_not_of_the_form_is_refused(string format, string value) =>
        Assert.Throws<FormatException>(() => ValueFormats.Find(format)!.There(JsonText.Read(value)));

    [Theory]
    [InlineData("loud")]
    [InlineData("trim:2")]
    [InlineData("minor-units")]
    [InlineData("minor-units:-1")]
    [InlineData("date:yyyy")]
    [InlineData("date:")]
    [InlineData("flag:X")]
    [InlineData("flag:X,X")]
    public void There_is_no_such_format(string text) => Assert.Null(ValueFormats.Find(text));
}
