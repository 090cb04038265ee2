using System.Text.Json.Nodes;
using IntegrationFunctions.Platform.Results;

namespace IntegrationFunctions.Banking.Channels.HostToHost;

/// <summary>The settings of one integration with a bank.</summary>
/// <param name="BaseUrl">With a trailing slash.</param>
internal sealed record HostToHostSettings(Uri BaseUrl, string Token, string Iban, string? Bic, string OwnerName)
{
    public static Result<HostToHostSettings> Read(JsonObject settings)
    {
        if (
            !Uri.TryCreate(Text(settings, "baseUrl"), UriKind.Absolute, out var address)
            || (address.Scheme != Uri.UriSchemeHttps && address.Scheme != Uri.UriSchemeHttp)
            || address.Query.Length > 0
            || address.UserInfo.Length > 0
        )
        {
            return Wrong("baseUrl", "an address such as https://h2h.bank.example/v1, without query");
        }
        if (Text(settings, "token") is not { Length: > 0 } token || token.Any(c => c is < '!' or > '~'))
        {
            return Wrong("token", "the bearer token that the bank has issued");
        }
        var iban = Text(settings, "iban")?.Replace(" ", "", StringComparison.Ordinal).ToUpperInvariant();
        if (iban is not { Length: >= 15 and <= 34 })
        {
            return Wrong("iban", "the IBAN of the account, 15 to 34 characters");
        }
        if (Text(settings, "ownerName") is not { Length: > 0 } owner)
        {
            return Wrong("ownerName", "the name of the account's owner");
        }
        var bic = Text(settings, "bic");
        var root = new Uri(address.GetLeftPart(UriPartial.Path).TrimEnd('/') + "/");
        return new HostToHostSettings(root, token, iban, string.IsNullOrEmpty(bic) ? null : bic, owner);
    }

    private static string? Text(JsonObject settings, string name) =>
        settings[name] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    private static IntegrationError Wrong(string name, string wanted) =>
        new(ErrorKind.Configuration, "settings-invalid", $"The setting {name} must be {wanted}.", $"/{name}");

    /// <summary>Without the token: records print themselves into logs.</summary>
    public override string ToString() => $"{BaseUrl} account {Iban}";

    /// <summary>JSON Schema, draft 2020-12.</summary>
    public static JsonObject Schema() =>
        JsonNode
            .Parse(
                """
                {
                  "$schema": "https://json-schema.org/draft/2020-12/schema",
                  "title": "Bank, host to host",
                  "type": "object",
                  "additionalProperties": false,
                  "required": ["baseUrl", "token", "iban", "ownerName"],
                  "properties": {
                    "baseUrl": {
                      "type": "string", "format": "uri", "minLength": 1, "maxLength": 500,
                      "title": "Address",
                      "description": "Address of the bank's host-to-host interface, as the bank has given it."
                    },
                    "token": {
                      "type": "string", "minLength": 1, "maxLength": 4000, "writeOnly": true,
                      "title": "Token",
                      "description": "Bearer token that the bank has issued. It is kept in the secret store and never shown again."
                    },
                    "iban": {
                      "type": "string", "pattern": "^[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}$",
                      "title": "IBAN",
                      "description": "The account to pay from and to read statements of, without spaces."
                    },
                    "bic": {
                      "type": "string", "pattern": "^[A-Z0-9]{4}[A-Z]{2}[A-Z0-9]{2}([A-Z0-9]{3})?$",
                      "title": "BIC",
                      "description": "BIC of the bank. May be left out inside SEPA."
                    },
                    "ownerName": {
                      "type": "string", "minLength": 1, "maxLength": 70,
                      "title": "Account owner",
                      "description": "Name of the account's owner as the bank has it; it stands in payments as the debtor."
                    },
                    "ledgerAccount": {
                      "type": "string", "pattern": "^[A-Z0-9]{1,10}$", "default": "11001000",
                      "title": "G/L account",
                      "description": "The account in the ERP's ledger that stands for this bank account; payments are posted against it."
                    }
                  }
                }
                """
            )!
            .AsObject();
}
