using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using IntegrationFunctions.Functions.Http.Pages;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace IntegrationFunctions.Functions.Http.OpenApi;

/// <summary>
/// An example of each body that operations take and answer with, put together from their schemas and from values that each field may have in
/// fact. The linters hold every example against its schema.
/// </summary>
internal static partial class ApiExamples
{
    // As deep as anybody reads.
    private const int MostDepth = 12;
    private const string Uuid = "01a2095c4e5f7d3b8b282ef616ebf5e0";
    private const string Hash = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";
    private const string Time = "2026-01-31T09:00:00Z";

    private const string Rule = """{"target":"dueOn","source":"NetDueDate","format":["odata-date"],"required":true}""";

    // Schemas that hold themselves, or whose fields mean something only together.
    private static readonly Dictionary<string, string> Whole = new(StringComparer.Ordinal)
    {
        ["MappingDefinition"] = """
            {"name":"erp-items","target":"item","rules":[
              {"target":"id","expression":"$key","required":true},{"target":"name","source":"Text","required":true},
              {"target":"unit","source":"Unit","valueMap":"units"},{"target":"salesPrice","source":"Price","format":["number"],"twoWay":true}]}
            """,
        ["MappingRule"] = Rule,
        ["MappingSuggestion"] =
            $$"""{"rule":{{Rule}},"score":0.94,"reasons":["'NetDueDate' reads as 'due date'."],"alternatives":[],"entries":[]}""",
    };

    // By the field's name, as JSON; a name that means different things in different bodies is led by the schema's.
    private static readonly Dictionary<string, string> Values = new(StringComparer.Ordinal)
    {
        ["account"] = Text("DE89370400440532013000"),
        ["accountId"] = Text("acme"),
        ["action"] = Text("payment.updated"),
        ["additionalInformation"] = Text("Invoice of January"),
        ["address"] = Text("203.0.113.7"),
        ["IncomingWebhook.address"] = Text("/hooks/q2Yw8kE0v5sR7tU1xZ3bD6fH9jK2mN4pQ7sT0vW3yA5"),
        ["allowedAddresses"] = """["203.0.113.0/24"]""",
        ["answer"] = Text("accepted"),
        ["applicationName"] = Text("Ledger"),
        ["bankReasons"] = """["AC04"]""",
        ["bankStatus"] = Text("ACSC"),
        ["bic"] = Text("COBADEFFXXX"),
        ["capabilities"] = """["read"]""",
        ["clientId"] = Text("app_" + Uuid),
        ["clientSecret"] = Text("ifs_kept-by-your-server"),
        ["AuthenticatorCode.code"] = Text("123456"),
        ["code"] = Text("invoice-blocked"),
        ["companyCode"] = Text("1010"),
        ["computedHash"] = Text(Hash),
        ["connector"] = Text("sap-s4hana"),
        ["contentHash"] = Text(Hash),
        ["correlationId"] = Text("4bf92f3577b34da6a3ce929d0e0e4736"),
        ["correlationid"] = Text("4bf92f3577b34da6a3ce929d0e0e4736"),
        ["createdBy"] = Text("usr_" + Uuid),
        ["creditorReference"] = Text("RF18539007547034"),
        ["creditorReferences"] = """["RF18539007547034"]""",
        ["currency"] = Text("EUR"),
        ["datacontenttype"] = Text("application/json"),
        ["detail"] = Text("The invoice is blocked for payment in the ERP."),
        ["disabledAt"] = "null",
        ["disabledReason"] = "null",
        ["description"] = Text("Ledger of the group"),
        ["difference"] = Text("0.00"),
        ["directoryId"] = Text("72f988bf-86f1-41af-91ab-2d7cd011db47"),
        ["editedBy"] = $"""["usr_{Uuid}"]""",
        ["error"] = "null",
        ["failingSince"] = "null",
        ["lastError"] = "null",
        ["message"] = Text("The invoice is blocked for payment in the ERP."),
        ["messageId"] = Text("MSG-20260131-1"),
        ["problem"] = "null",
        ["email"] = Text("accounting@example.com"),
        ["endToEndId"] = Text("5105600101"),
        ["endToEndIds"] = """["5105600101"]""",
        ["enteredBy"] = Text("usr_" + Uuid),
        ["erpDocument"] = Text("1500000042"),
        ["field"] = Text("total"),
        ["fields"] = """{"name":"Example Ltd"}""",
        ["fileSha256"] = Text(Hash),
        ["filter"] = """{"status":["sent"]}""",
        ["format"] = Text("camt.053.001.08"),
        ["hash"] = Text(Hash),
        ["host"] = Text("erp.example.com"),
        ["iban"] = Text("DE89370400440532013000"),
        ["identity"] = Text("evt_1NG8Du2eZvKYlo2CUI79vXWy"),
        ["invoice"] = Text("5105600101"),
        ["invoiceKey"] = Text("1010/5105600101/2026"),
        ["invoiceKeys"] = """["1010/5105600101/2026"]""",
        ["invoiceNumber"] = Text("5105600101"),
        ["key"] = Text("1010/5105600101/2026"),
        ["ledgerAccount"] = Text("0000113100"),
        ["lineCurrency"] = Text("EUR"),
        ["link"] = Text("https://api.example.com/invitation?token=..."),
        ["mandateId"] = Text("MANDATE-17"),
        ["month"] = Text("2026-01"),
        ["name"] = Text("Ledger of the group"),
        ["next"] = "null",
        ["number"] = Text("113"),
        ["object"] = Text("supplier-invoices"),
        ["objects"] = """["supplier-invoices"]""",
        ["originalCurrency"] = Text("EUR"),
        ["origins"] = """["https://app.example.com"]""",
        ["partnerName"] = Text("Example Ltd"),
        ["counterpartyName"] = Text("Example Ltd"),
        ["owner"] = Text("Example Ltd"),
        ["password"] = Text("correct horse battery staple"),
        ["plan"] = Text("standard"),
        ["pointer"] = Text("/settings/baseUrl"),
        ["ports"] = "[443]",
        ["paths"] = """["/sap/opu/odata/"]""",
        ["previous"] = """{"name":"Example"}""",
        ["EventData.object"] = """{"name":"Example Ltd"}""",
        ["previousHash"] = Text(Hash),
        ["provider"] = Text("stripe"),
        ["reference"] = Text("PAY-20260131-1"),
        ["what"] = Text("approved"),
        ["who"] = Text("usr_" + Uuid),
        ["reason"] = Text("Entered twice"),
        ["recoveryCodes"] = """["k7m2-p9x4-w3qd"]""",
        ["redirectUris"] = """["https://app.example.com/callback"]""",
        ["refused"] = """{"signatureWrong":1}""",
        ["SyncRun.refused"] = "0",
        ["remittance"] = Text("Invoice 5105600101"),
        ["scopes"] = """["payments:read"]""",
        ["score"] = Text("0.98"),
        ["sealedHash"] = Text(Hash),
        ["secret"] = Text("whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD"),
        ["secrets"] = """["whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD"]""",
        ["secretsSet"] = """["password"]""",
        ["settings"] =
            """{"baseUrl":"https://erp.example.com","user":"API_USER","password":"...","companyCode":"1010"}""",
        ["settingsSchema"] = """{"type":"object"}""",
        ["sequence"] = Text("4711"),
        ["servicerBic"] = Text("COBADEFFXXX"),
        ["sha256"] = Text(Hash),
        ["source"] = Text("/tenants/acme"),
        ["specversion"] = Text("1.0"),
        ["startedBy"] = Text("usr_" + Uuid),
        ["subject"] = Text("payments/pay_" + Uuid),
        ["supplierId"] = Text("17300001"),
        ["system"] = Text("SAP S/4HANA"),
        ["tenantId"] = Text("acme"),
        ["timeZone"] = Text("Europe/Berlin"),
        ["transactionCode"] = Text("PMNT-ICDT-ESCT"),
        ["type"] = Text("payment.updated"),
        ["types"] = """["payment.*"]""",
        ["uri"] = Text("otpauth://totp/acme:accounting@example.com?secret=JBSWY3DPEHPK3PXP&issuer=acme"),
        ["url"] = Text("https://erp.example.com/hooks"),
        ["userAgent"] = Text("curl/8.9.1"),
        ["userId"] = Text("usr_" + Uuid),
        ["version"] = Text("1"),
    };

    /// <summary>After all else that describes: puts the examples in.</summary>
    public static Task Add(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken ct)
    {
        foreach (var operation in document.Paths.SelectMany(path => path.Value.Operations ?? []))
        {
            foreach (var (type, media) in operation.Value.RequestBody?.Content ?? Nothing)
            {
                if (type.EndsWith("json", StringComparison.Ordinal))
                {
                    media.Example = Of(media.Schema, "", "", 0);
                }
            }
            foreach (var (status, response) in operation.Value.Responses ?? [])
            {
                foreach (var (type, media) in response.Content ?? Nothing)
                {
                    media.Example =
                        type == "application/problem+json" ? Problem(status)
                        : type == "application/json" ? Of(media.Schema, "", "", 0)
                        : null;
                }
            }
        }
        return Task.CompletedTask;
    }

    private static IDictionary<string, OpenApiMediaType> Nothing { get; } = new Dictionary<string, OpenApiMediaType>();

    private static JsonObject? Problem(string status)
    {
        var code = int.Parse(status, CultureInfo.InvariantCulture);
        if (ErrorsPage.Find(code) is not { } known)
        {
            return null;
        }
        var problem = new JsonObject
        {
            ["type"] = $"/docs/errors#{known.Code}",
            ["title"] = known.Code.Replace('-', ' '),
            ["status"] = code,
            ["detail"] = known.Meaning,
            ["code"] = known.Code,
            ["traceId"] = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
        };
        if (code == StatusCodes.Status422UnprocessableEntity)
        {
            problem["errors"] = new JsonArray(
                new JsonObject { ["pointer"] = "/name", ["detail"] = "'name' must have 1 to 100 characters; got 0." }
            );
        }
        return problem;
    }

    private static JsonNode? Of(IOpenApiSchema? schema, string owner, string name, int depth)
    {
        if (schema is null || depth > MostDepth)
        {
            return null;
        }
        if (schema is OpenApiSchemaReference reference)
        {
            return Whole.TryGetValue(reference.Reference.Id ?? "", out var whole)
                ? JsonNode.Parse(whole)
                : Of(reference.RecursiveTarget, reference.Reference.Id ?? owner, name, depth);
        }
        // Null or something: something, but for what is wrong.
        if (IsNothing(schema, name))
        {
            return null;
        }
        if (schema.OneOf is { Count: > 0 } choices)
        {
            return Of(choices.FirstOrDefault(one => one.Type != JsonSchemaType.Null), owner, name, depth);
        }
        return Known(schema, owner, name)
            ?? (schema.Type & ~JsonSchemaType.Null) switch
            {
                JsonSchemaType.Object when schema.Properties is { Count: > 0 } properties => Object(
                    properties,
                    owner,
                    depth
                ),
                JsonSchemaType.Object when schema.AdditionalProperties is { } values => new JsonObject
                {
                    ["EUR"] = Of(values, owner, "", depth + 1),
                },
                JsonSchemaType.Object => new JsonObject { ["name"] = "Example Ltd" },
                JsonSchemaType.Array => new JsonArray(Of(schema.Items, owner, name, depth + 1)),
                JsonSchemaType.Boolean => true,
                JsonSchemaType.Integer => 1,
                JsonSchemaType.Number => 1,
                JsonSchemaType.String => $"{name.ToLowerInvariant()} 1".Trim(),
                _ => new JsonObject { ["name"] = "Example Ltd" },
            };
    }

    private static bool IsNothing(IOpenApiSchema schema, string name) =>
        Values.GetValueOrDefault(name) == "null"
        && (
            (schema.Type & JsonSchemaType.Null) == JsonSchemaType.Null
            || schema.OneOf?.Any(one => one.Type == JsonSchemaType.Null) == true
        );

    private static JsonObject Object(IDictionary<string, IOpenApiSchema> properties, string owner, int depth)
    {
        var made = new JsonObject();
        foreach (var (name, property) in properties)
        {
            made[name] = Of(property, owner, name, depth + 1);
        }
        return made;
    }

    private static JsonNode? Known(IOpenApiSchema schema, string owner, string name)
    {
        if (schema.Enum is { Count: > 0 } values)
        {
            return values.First(value => value is not null)!.DeepClone();
        }
        var type = schema.Type & ~JsonSchemaType.Null;
        if (type == JsonSchemaType.String)
        {
            if (schema.Format is "date-time" or "date")
            {
                return schema.Format == "date" ? Time[..10] : Time;
            }
            if (schema.Description is { } text && Prefix().Match(text) is { Success: true } prefix)
            {
                return prefix.Groups[1].Value + Uuid;
            }
            if (schema.Pattern is not null)
            {
                return "1234.50";
            }
        }
        foreach (var key in new[] { $"{owner}.{name}", name })
        {
            if (Values.TryGetValue(key, out var json) && Parse(json, schema) is { } value)
            {
                return value;
            }
        }
        return type == JsonSchemaType.String && name.EndsWith("Id", StringComparison.Ordinal)
            ? $"{name[..3].ToLowerInvariant()}_{Uuid}"
            : null;
    }

    // Null where it is of another kind than the field takes: one name, several meanings.
    private static JsonNode? Parse(string json, IOpenApiSchema schema) =>
        JsonNode.Parse(json) is { } value && Fits(value, schema) ? value : null;

    private static bool Fits(JsonNode value, IOpenApiSchema schema) =>
        schema.Type is not { } type
        || value switch
        {
            JsonArray list => type.HasFlag(JsonSchemaType.Array)
                && (schema.Items is not { } items || list.All(item => item is not null && Fits(item, items))),
            JsonObject => type.HasFlag(JsonSchemaType.Object),
            JsonValue number when number.TryGetValue<long>(out _) => type.HasFlag(JsonSchemaType.Integer),
            _ => type.HasFlag(JsonSchemaType.String),
        };

    private static string Text(string text) => JsonValue.Create(text).ToJsonString();

    [GeneratedRegex(@"\b([a-z]{2,4}_)\.\.\.")]
    private static partial Regex Prefix();
}
