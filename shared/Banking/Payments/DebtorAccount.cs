using System.Text.Json.Nodes;
using IntegrationFunctions.Platform.BankNumbers;
using IntegrationFunctions.Platform.Results;

namespace IntegrationFunctions.Banking.Payments;

/// <summary>
/// The account that a bank integration pays from, read from its settings: <c>iban</c>, <c>ownerName</c>, and, where they are set,
/// <c>bic</c> and <c>ledgerAccount</c>, the G/L account that stands for it in the ERP.
/// </summary>
/// <param name="Party">Holder and account, as the message names them.</param>
/// <param name="LedgerAccount">G/L account in the ERP.</param>
public sealed record DebtorAccount(PaymentParty Party, string LedgerAccount)
{
    /// <summary>Where the settings name none: the main account of the first bank in SAP's standard chart of accounts (YCOA).</summary>
    public const string DefaultLedgerAccount = "11001000";

    /// <summary>Reads and checks. Errors (Configuration) point at the setting.</summary>
    public static Result<DebtorAccount> Read(JsonObject settings)
    {
        if (Text(settings, "iban") is not { } iban || !Iban.IsValid(iban))
        {
            return Wrong("iban", "the IBAN that payments are made from, with right check digits");
        }
        if (Text(settings, "ownerName") is not { } holder || SepaText.Clean(holder, 70) is not { Length: > 0 } name)
        {
            return Wrong("ownerName", "the name of the account's owner");
        }
        var bic = Text(settings, "bic");
        if (bic is not null && bic.Length is not (8 or 11))
        {
            return Wrong("bic", "a BIC of 8 or 11 characters, or nothing");
        }
        return new DebtorAccount(
            new(name, Iban.Normalize(iban), bic),
            Text(settings, "ledgerAccount") ?? DefaultLedgerAccount
        );
    }

    private static string? Text(JsonObject settings, string name) =>
        settings[name] is JsonValue value && value.TryGetValue<string>(out var text) && text.Trim() is { Length: > 0 } t
            ? t
            : null;

    private static IntegrationError Wrong(string name, string wanted) =>
        new(
            ErrorKind.Configuration,
            "bank-account-incomplete",
            $"The bank integration's setting {name} must be {wanted}.",
            "/bankIntegrationId"
        );
}
