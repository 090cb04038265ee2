using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using IntegrationFunctions.Platform.Results;

namespace IntegrationFunctions.Connectors.SapS4Hana;

/// <summary>The settings of one integration.</summary>
/// <param name="BaseUrl">The part before <c>/sap/opu</c>, with a trailing slash.</param>
internal sealed partial record SapSettings(
    Uri BaseUrl,
    string User,
    string Password,
    string CompanyCode,
    string? Client
)
{
    public const string BusinessPartnerService = "API_BUSINESS_PARTNER";
    public const string OpenItemService = "API_OPLACCTGDOCITEMCUBE_SRV";
    public const string JournalItemService = "API_JOURNALENTRYITEMBASIC_SRV";

    /// <summary>User and password as Basic authentication sends them (RFC 7617, section 2).</summary>
    public string SignIn => Convert.ToBase64String(Encoding.UTF8.GetBytes($"{User}:{Password}"));

    /// <summary>Address of an OData service, with the trailing slash that some systems insist on.</summary>
    public Uri Service(string name) => new(BaseUrl, $"sap/opu/odata/sap/{name}/");

    /// <summary>Address of the synchronous SOAP service for journal entries (JournalEntryCreateRequestConfirmation_In).</summary>
    public Uri JournalEntryService => new(BaseUrl, "sap/bc/srt/scs_ext/sap/journalentrycreaterequestconfi");

    public static Result<SapSettings> Read(JsonObject settings)
    {
        var baseUrl = Text(settings, "baseUrl");
        if (
            !Uri.TryCreate(baseUrl, UriKind.Absolute, out var address)
            || (address.Scheme != Uri.UriSchemeHttps && address.Scheme != Uri.UriSchemeHttp)
            || address.Query.Length > 0
            || address.Fragment.Length > 0
        )
        {
            return Wrong("baseUrl", "an address such as https://my123456-api.s4hana.cloud.sap, without query");
        }
        if (address.UserInfo.Length > 0)
        {
            return Wrong("baseUrl", "an address without user and password: these have settings of their own");
        }
        if (address.AbsolutePath.Contains("/sap/opu/", StringComparison.OrdinalIgnoreCase))
        {
            return Wrong("baseUrl", "the part of the address before /sap/opu");
        }
        var user = Text(settings, "user");
        if (string.IsNullOrEmpty(user) || user.Contains(':', StringComparison.Ordinal))
        {
            return Wrong("user", "the name of the communication user, without colon");
        }
        var password = Text(settings, "password");
        if (string.IsNullOrEmpty(password))
        {
            return Wrong("password", "the password of the communication user");
        }
        var companyCode = Text(settings, "companyCode");
        if (companyCode is null || !CompanyCodeForm().IsMatch(companyCode))
        {
            return Wrong("companyCode", "four letters or digits, such as 1010");
        }
        var client = Text(settings, "sapClient");
        if (!string.IsNullOrEmpty(client) && !ClientForm().IsMatch(client))
        {
            return Wrong("sapClient", "three digits, such as 100, or nothing");
        }
        var root = new Uri(address.GetLeftPart(UriPartial.Path).TrimEnd('/') + "/");
        return new SapSettings(root, user, password, companyCode, string.IsNullOrEmpty(client) ? null : client);
    }

    private static string? Text(JsonObject settings, string name) =>
        settings[name] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    private static IntegrationError Wrong(string name, string wanted) =>
        new(ErrorKind.Configuration, "settings-invalid", $"The setting {name} must be {wanted}.", $"/{name}");

    /// <summary>JSON Schema, draft 2020-12.</summary>
    public static JsonObject Schema() =>
        JsonNode
            .Parse(
                """
                {
                  "$schema": "https://json-schema.org/draft/2020-12/schema",
                  "title": "SAP S/4HANA",
                  "type": "object",
                  "additionalProperties": false,
                  "required": ["baseUrl", "user", "password", "companyCode"],
                  "properties": {
                    "baseUrl": {
                      "type": "string", "format": "uri", "minLength": 1, "maxLength": 500,
                      "title": "Address",
                      "description": "Address of the system: the part before /sap/opu, such as https://my123456-api.s4hana.cloud.sap."
                    },
                    "user": {
                      "type": "string", "minLength": 1, "maxLength": 100, "pattern": "^[^:]+$",
                      "title": "User",
                      "description": "Communication user with SAP_COM_0008 (business partners) and SAP_COM_0002 (finance posting), or an on-premise user with the same rights."
                    },
                    "password": {
                      "type": "string", "minLength": 1, "maxLength": 200, "writeOnly": true,
                      "title": "Password",
                      "description": "Password of the communication user. It is kept in the secret store and never shown again."
                    },
                    "requestsPerSecond": {
                      "type": "integer",
                      "title": "Requests per second",
                      "description": "At most as many requests leave per second, over all workers; absent: no limit.",
                      "minimum": 1,
                      "maximum": 1000
                    },
                    "companyCode": {
                      "type": "string", "pattern": "^[A-Z0-9]{4}$",
                      "title": "Company code",
                      "description": "The legal entity whose invoices are read and posted: four characters, such as 1010."
                    },
                    "sapClient": {
                      "type": "string", "pattern": "^[0-9]{3}$",
                      "title": "Client",
                      "description": "The SAP client, three digits, such as 100. Leave it out for the system's default client."
                    }
                  }
                }
                """
            )!
            .AsObject();

    [GeneratedRegex("^[A-Z0-9]{4}$")]
    private static partial Regex CompanyCodeForm();

    [GeneratedRegex("^[0-9]{3}$")]
    private static partial Regex ClientForm();

    /// <summary>Without the password: records print themselves into logs.</summary>
    public override string ToString() => $"{BaseUrl} company code {CompanyCode}, user {User}";
}
