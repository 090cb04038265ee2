using System.Text.RegularExpressions;
using IntegrationFunctions.Platform.BankNumbers;

namespace IntegrationFunctions.Banking.Payments.Iso20022;

/// <summary>Makes an order sayable in the standard, or refuses it by the name of the field. Only names and texts are changed, never an id, an account or an amount.</summary>
internal static partial class Pain001Order
{
    private const int MaxId = 35;
    private const int MaxName = 70;
    private const int MaxText = 140;

    // SEPA credit transfer rulebook, AT-T002: at most 999,999,999.99 EUR.
    private const decimal MaxAmount = 999_999_999.99m;

    public static CreditTransferOrder Check(CreditTransferOrder order)
    {
        if (order.Transfers.Count == 0)
            throw Refused("Transfers", "there is no transfer; at least one is needed");
        return order with
        {
            MessageId = Id(order.MessageId, "MessageId"),
            InitiatorName = Name(order.InitiatorName, "InitiatorName"),
            Debtor = Party(order.Debtor, "Debtor"),
            Transfers = [.. order.Transfers.Select((transfer, index) => Transfer(transfer, $"Transfers[{index}]"))],
        };
    }

    private static CreditTransfer Transfer(CreditTransfer transfer, string field)
    {
        if (transfer.RemittanceInformation is not null && transfer.CreditorReference is not null)
            throw Refused(
                $"{field}.CreditorReference",
                "SEPA carries either a text or a structured reference, and both are given; leave one out"
            );
        CheckAmount(transfer.Amount, transfer.Currency, field);
        return transfer with
        {
            EndToEndId = Id(transfer.EndToEndId, $"{field}.EndToEndId"),
            Creditor = Party(transfer.Creditor, $"{field}.Creditor"),
            RemittanceInformation = Text(transfer.RemittanceInformation, $"{field}.RemittanceInformation"),
            CreditorReference = Reference(transfer.CreditorReference, $"{field}.CreditorReference"),
        };
    }

    private static void CheckAmount(decimal amount, string currency, string field)
    {
        if (currency is not { Length: 3 } || !currency.All(char.IsAsciiLetterUpper))
            throw Refused($"{field}.Currency", $"'{currency}' is no currency code of ISO 4217, such as EUR");
        if (amount <= 0 || amount > MaxAmount)
            throw Refused(
                $"{field}.Amount",
                FormattableString.Invariant($"{amount} is not between 0.01 and {MaxAmount}")
            );
        if (CurrencyDigits.Needed(amount) > CurrencyDigits.Of(currency))
            throw Refused(
                $"{field}.Amount",
                FormattableString.Invariant(
                    $"{amount} has more decimals than {currency} allows ({CurrencyDigits.Of(currency)})"
                )
            );
    }

    private static PaymentParty Party(PaymentParty party, string field)
    {
        var iban = Iban.Normalize(party.Iban ?? "");
        if (!Iban.IsValid(iban))
            throw Refused($"{field}.Iban", $"'{party.Iban}' is no valid IBAN (country, length or check digits)");
        var bic = party.Bic?.Trim();
        if (bic is not null && !Bic().IsMatch(bic))
            throw Refused($"{field}.Bic", $"'{party.Bic}' is no BIC of 8 or 11 characters (ISO 9362)");
        return new PaymentParty(Name(party.Name, $"{field}.Name"), iban, bic);
    }

    /// <summary>Ids come back from the bank and are compared: they are never changed.</summary>
    private static string Id(string id, string field)
    {
        if (string.IsNullOrWhiteSpace(id))
            throw Refused(field, "it is empty");
        if (id.Length > MaxId)
            throw Refused(field, $"it has {id.Length} characters, at most {MaxId} are allowed");
        if (SepaCharacters.FirstForbidden(id) is >= 0 and var at)
            throw Refused(field, $"the character '{id[at]}' is not in the SEPA set, and an id can't be rewritten");
        // EPC132-08, 1.4: ids neither begin nor end with a slash nor hold two in a row.
        if (id[0] == '/' || id[^1] == '/' || id.Contains("//", StringComparison.Ordinal))
            throw Refused(field, $"'{id}' begins or ends with a slash, or has two in a row");
        return id;
    }

    /// <summary>A name may be cut: the account decides who is paid, and the standard lets a name be as long as it fits.</summary>
    private static string Name(string name, string field)
    {
        var plain = SepaCharacters.Transliterate(name ?? "").Trim();
        if (plain.Length == 0)
            throw Refused(field, "it is empty");
        return plain.Length <= MaxName ? plain : plain[..MaxName].TrimEnd();
    }

    private static string? Text(string? text, string field)
    {
        var plain = text is null ? "" : SepaCharacters.Transliterate(text).Trim();
        if (plain.Length > MaxText)
            throw Refused(
                field,
                $"it has {plain.Length} characters in the SEPA set, at most {MaxText} are allowed, and cutting would lose what the payee needs"
            );
        return plain.Length == 0 ? null : plain;
    }

    private static string? Reference(string? reference, string field)
    {
        if (reference is null)
            return null;
        var plain = Iban.Normalize(reference);
        return CreditorReference.IsValid(plain)
            ? plain
            : throw Refused(field, $"'{reference}' is no creditor reference (ISO 11649: RF and right check digits)");
    }

    private static ArgumentException Refused(string field, string reason) => new($"{field}: {reason}.", "order");

    [GeneratedRegex(@"\A[A-Z0-9]{4}[A-Z]{2}[A-Z0-9]{2}([A-Z0-9]{3})?\z")]
    private static partial Regex Bic();
}
