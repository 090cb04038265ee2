using IntegrationFunctions.Platform.Http.Telemetry;

namespace IntegrationFunctions.Tests.Unit.Platform.Http.Telemetry;

public sealed class MaskedPathTests
{
    [Theory]
    [InlineData("/", "/")]
    [InlineData("/v1/customers", "/v1/customers")]
    [InlineData("/api/v2.1/journal-entries/", "/api/v2.1/journal-entries/")]
    [InlineData(
        "/sap/opu/odata/sap/API_BUSINESS_PARTNER/A_BusinessPartner('1001')",
        "/sap/opu/odata/sap/API_BUSINESS_PARTNER/A_BusinessPartner(*)"
    )]
    [InlineData("/v1/customers/cus_Nf1e9/invoices", "/v1/customers/*/invoices")]
    [InlineData("/accounts/DE89370400440532013000", "/accounts/*")]
    [InlineData("/people/anna%40example.com", "/people/*")]
    [InlineData("/6f9619ff-8b86-d011-b42d-00c04fc964ff/x", "/*/x")]
    [InlineData("/2026-01-05", "/*")]
    [InlineData("/services/QwErTyUiOpAsDfGhJk", "/services/*")]
    [InlineData("/services/bcdfghjklm", "/services/*")]
    [InlineData("/services/aaaaaaaaaaaaaaaaaaaaaaaaaaaa", "/services/*")]
    public void Words_stay_and_the_rest_is_masked(string path, string shown) =>
        Assert.Equal(shown, MaskedPath.Of(new Uri("https://api.example.com" + path + "?q=1#f")));

    [Fact]
    public void An_address_loses_user_query_and_fragment() =>
        Assert.Equal(
            "https://api.example.com:8443/v1/*",
            MaskedPath.Address(new Uri("https://u:p@api.example.com:8443/v1/17?q=1#f"))
        );
}
