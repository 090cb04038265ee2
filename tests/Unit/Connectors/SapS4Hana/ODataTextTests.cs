using System.Globalization;
using IntegrationFunctions.Connectors.SapS4Hana;
using IntegrationFunctions.Connectors.SapS4Hana.OData;

namespace IntegrationFunctions.Tests.Unit.Connectors.SapS4Hana;

public sealed class ODataTextTests
{
    [Fact]
    public void Quotes_in_literals_are_doubled() =>
        Assert.Equal("'O''Neil'' or 1 eq 1'", ODataText.Literal("O'Neil' or 1 eq 1"));

    [Fact]
    public void Transport_noise_goes_and_digits_stay()
    {
        var (raw, etag) = ODataText.Clean(SapRecords.Partner());
        Assert.Equal("W/\"'SETUP20261101090000000'\"", etag);
        var json = raw.ToJsonString();
        Assert.DoesNotContain("__", json, StringComparison.Ordinal);
        Assert.DoesNotContain("to_Customer", json, StringComparison.Ordinal);
        Assert.Contains("\"NetWeight\":1.2300", json, StringComparison.Ordinal);
        Assert.Equal(2, raw["to_BusinessPartnerBank"]!.AsArray().Count);
    }

    [Fact]
    public void An_expanded_list_that_was_cut_short_is_not_taken_for_the_whole()
    {
        var record = SapRecords.Parse(
            """{"to_BusinessPartnerBank":{"results":[],"__next":"https://erp.example/more"}}"""
        );
        Assert.Throws<FormatException>(() => ODataText.Clean(record));
    }

    [Theory]
    [InlineData("https://erp.example/sap/S/A?$skiptoken=2", true)]
    [InlineData("https://ERP.example:443/sap/S/A", true)]
    [InlineData("https://evil.example/sap/S/A", false)]
    [InlineData("http://erp.example/sap/S/A", false)]
    [InlineData("https://erp.example:444/sap/S/A", false)]
    [InlineData("https://erp.example/sap/T/A", false)]
    [InlineData("https://erp.example/sap/S/../T/A", false)]
    [InlineData("https://user@erp.example/sap/S/A", false)]
    public void Links_are_followed_within_the_service_alone(string link, bool expected) =>
        Assert.Equal(expected, ODataText.IsWithin(new Uri(link), new Uri("https://erp.example/sap/S/")));

    [Theory]
    [InlineData("1010", "2026", "1900000001", "1", "1010-2026-1900000001-1")]
    [InlineData("A/B", "20#6", "a-b~", "1 ", "A~002fB-20~00236-a~002db~007e-1~0020")]
    public void Keys_fit_a_document_id_and_can_be_taken_apart(string a, string b, string c, string d, string expected)
    {
        var key = SapKey.Of(a, b, c, d);
        Assert.Equal(expected, key);
        Assert.Equal([a, b, c, d], SapKey.Parse(key, 4)!);
    }

    [Theory]
    [InlineData("1010-2026-1900000001")]
    [InlineData("1010-2026-1900000001-1-2")]
    [InlineData("1010--1900000001-1")]
    [InlineData("1010-2026-19~00-1")]
    [InlineData("")]
    public void What_is_no_key_is_said_to_be_none(string key) => Assert.Null(SapKey.Parse(key, 4));
}
