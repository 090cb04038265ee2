using System.Globalization;
using IntegrationFunctions.Sandbox.Worlds;

namespace IntegrationFunctions.Sandbox.Bank;

/// <summary>A line of the statement; a credit is positive. Without a payer it is the bank's own charge.</summary>
internal sealed record StatementEntry(
    string Reference,
    string BankReference,
    decimal Amount,
    string? Payer,
    string? PayerIban,
    string? CreditorReference,
    string? Text
)
{
    private const string UnknownPayer = "Unbekannte Quelle GmbH";

    public static List<StatementEntry> Of(WorldDefinition world)
    {
        var entries = CustomerPayments.Of(world).Select((p, n) => Of(world, p, n + 1)).ToList();
        var unknown = new StatementEntry(
            Number(entries.Count + 1),
            BankReferenceOf(world, entries.Count + 1),
            4_711.11m,
            UnknownPayer,
            CheckDigits.GermanIban(99_099_001, 4_711_000_815),
            null,
            "Vielen Dank"
        );
        var charge = new StatementEntry(
            Number(entries.Count + 2),
            BankReferenceOf(world, entries.Count + 2),
            -12.50m,
            null,
            null,
            null,
            "Kontofuehrungsentgelt"
        );
        return [.. entries, unknown, charge];
    }

    private static StatementEntry Of(WorldDefinition world, CustomerPayment payment, int number)
    {
        var item = payment.Items[0];
        var payer = item.Partner;
        return new StatementEntry(
            Number(number),
            BankReferenceOf(world, number),
            payment.Amount,
            payer.Name,
            payer.Iban,
            payment.Remittance == Remittance.CreditorReference ? item.PaymentReference : null,
            payment.Remittance == Remittance.InvoiceNumber ? FreeText(payment, number) : null
        );
    }

    // People write the number in many ways; a reconciliation must find it in all of them.
    private static string FreeText(CustomerPayment payment, int number) =>
        (payment.Items, number % 3) switch
        {
            ([var a, var b], _) => $"Rechnungen {a.Reference} und {b.Reference}",
            ([var a], 0) =>
                $"Rg.Nr. {a.Reference} vom {a.PostingDate.ToString("dd.MM.yyyy", CultureInfo.InvariantCulture)}",
            ([var a], 1) => $"ZAHLUNG {a.Reference}/KD {a.Partner.Number} DANKE",
            _ => $"facture {payment.Items[0].Reference}",
        };

    private static string Number(int number) => number.ToString("D5", CultureInfo.InvariantCulture);

    private static string BankReferenceOf(WorldDefinition world, int number) =>
        string.Create(CultureInfo.InvariantCulture, $"SBX{world.CreatedOn:yyyyMMdd}{number:D8}");
}
