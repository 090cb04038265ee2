using IntegrationFunctions.Connectors.SapS4Hana.OData;
using IntegrationFunctions.Platform.Results;

namespace IntegrationFunctions.Connectors.SapS4Hana;

/// <summary>Checks address, sign-in, services, company code and the right to write, changing nothing.</summary>
internal static class Verify
{
    public static async Task<Result<ConnectionReport>> Run(
        SapSettings settings,
        ODataClient client,
        CancellationToken ct
    )
    {
        var partners = settings.Service(SapSettings.BusinessPartnerService);
        if ((await client.FetchToken(partners, ct)).Error is { } noToken)
        {
            return noToken;
        }
        foreach (var source in new[] { SapConnector.BusinessPartners, SapConnector.Invoices })
        {
            if (await HasEntitySet(settings, client, SapObject.Find(source)!, ct) is { } missing)
            {
                return missing;
            }
        }
        if (await HasCompanyCode(settings, client, ct) is { } noCompany)
        {
            return noCompany;
        }
        return new ConnectionReport(
            $"SAP S/4HANA at {settings.BaseUrl.Host}:{settings.BaseUrl.Port}",
            [
                $"User {settings.User} is signed in.",
                $"The services {SapSettings.BusinessPartnerService} and {SapSettings.OpenItemService} are active.",
                $"Company code {settings.CompanyCode} has accounting documents.",
                "A CSRF token for writing was given.",
            ]
        );
    }

    private static async Task<IntegrationError?> HasEntitySet(
        SapSettings settings,
        ODataClient client,
        SapObject source,
        CancellationToken ct
    )
    {
        var address = new Uri(settings.Service(source.Service), "$metadata");
        if (!(await client.GetText(address, "application/xml", ct)).TryGet(out var metadata, out var error))
        {
            return error;
        }
        return metadata.Contains($"EntitySet Name=\"{source.EntitySet}\"", StringComparison.Ordinal)
            ? null
            : new IntegrationError(
                ErrorKind.Configuration,
                "sap-service-missing",
                $"The service {source.Service} at {settings.BaseUrl.Host}:{settings.BaseUrl.Port} has no entity set {source.EntitySet}. Check the address and the release of the system."
            );
    }

    // A wrong company code is no error to SAP: it just has no items. Better said now than as an empty list of invoices later.
    private static async Task<IntegrationError?> HasCompanyCode(
        SapSettings settings,
        ODataClient client,
        CancellationToken ct
    )
    {
        var filter = Uri.EscapeDataString($"CompanyCode eq {ODataText.Literal(settings.CompanyCode)}");
        var address = new Uri(
            settings.Service(SapSettings.OpenItemService),
            $"A_OperationalAcctgDocItemCube?$format=json&$top=1&$select=CompanyCode&$filter={filter}"
        );
        if (!(await client.GetCollection(address, ct)).TryGet(out var page, out var error))
        {
            return error;
        }
        return page.Results.Count > 0
            ? null
            : new IntegrationError(
                ErrorKind.Configuration,
                "sap-company-code-unknown",
                $"Company code {settings.CompanyCode} has no accounting documents that this user may see. Check the code, and the user's rights for it.",
                "/companyCode"
            );
    }
}
