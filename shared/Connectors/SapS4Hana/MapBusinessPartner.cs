using System.Text.Json;
using System.Text.Json.Nodes;
using IntegrationFunctions.Mapping.Models;

namespace IntegrationFunctions.Connectors.SapS4Hana;

/// <summary>A_BusinessPartner with its banks to <see cref="BusinessPartner"/>. Each field: MAPPINGS.md.</summary>
internal static class MapBusinessPartner
{
    public static SourceRecord ToRecord(JsonObject raw, string? etag)
    {
        var key = SapKey.Of(SapField.Text(raw, "BusinessPartner"));
        var model = ToModel(raw) with { Id = key };
        var canonical = JsonSerializer.SerializeToNode(model, ModelJson.Default.BusinessPartner)!.AsObject();
        return new SourceRecord(key, raw, canonical, etag, null);
    }

    private static BusinessPartner ToModel(JsonObject raw) =>
        new(
            SapField.Text(raw, "BusinessPartner"),
            SapField.Optional(raw, "BusinessPartnerFullName")
                ?? SapField.Optional(raw, "OrganizationBPName1")
                ?? SapField.Text(raw, "BusinessPartner"),
            SapField.Optional(raw, "Customer") is not null,
            SapField.Optional(raw, "Supplier") is not null,
            SapField.Optional(raw, "CorrespondenceLanguage"),
            SapField.Flag(raw, "BusinessPartnerIsBlocked"),
            SapField.Date(raw, "LastChangeDate"),
            [.. Banks(raw)]
        );

    private static IEnumerable<PartnerBankAccount> Banks(JsonObject raw)
    {
        // Asked for with $expand: a system that leaves it out would make every supplier look as if it had no account.
        if (raw["to_BusinessPartnerBank"] is not JsonArray banks)
        {
            throw new FormatException("the bank accounts (to_BusinessPartnerBank) are missing");
        }
        foreach (var bank in banks.OfType<JsonObject>())
        {
            if (SapField.Optional(bank, "IBAN") is { } iban)
            {
                yield return new(
                    iban.Replace(" ", "", StringComparison.Ordinal),
                    SapField.Optional(bank, "SWIFTCode"),
                    SapField.Optional(bank, "BankAccountHolderName")
                );
            }
        }
    }
}
