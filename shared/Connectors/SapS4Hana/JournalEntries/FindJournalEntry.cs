using System.Text.Json.Nodes;
using IntegrationFunctions.Connectors.SapS4Hana.OData;
using IntegrationFunctions.Platform.Results;

namespace IntegrationFunctions.Connectors.SapS4Hana.JournalEntries;

/// <summary>Looks for the entry that an earlier attempt may have made.</summary>
internal static class FindJournalEntry
{
    /// <param name="Document">Its id, or null where there is none.</param>
    public sealed record Answer(string? Document);

    public static async Task<Result<Answer>> Run(
        SapSettings settings,
        ODataClient client,
        DocumentPosting posting,
        CancellationToken ct
    )
    {
        var service = settings.Service(SapSettings.JournalItemService);
        var filter =
            $"CompanyCode eq {ODataText.Literal(posting.CompanyCode)} and DocumentReferenceID eq {ODataText.Literal(posting.Reference)}";
        var address = new Uri(
            service,
            $"A_JournalEntryItemBasic?$format=json&$orderby=FiscalYear,AccountingDocument,LedgerGLLineItem&$filter={Uri.EscapeDataString(filter)}"
        );
        var items = new List<JsonObject>();
        for (Uri? page = address; page is not null; )
        {
            if (!(await client.GetCollection(page, ct)).TryGet(out var answer, out var error))
            {
                return error;
            }
            items.AddRange(answer.Results);
            var next = answer.Next is { } link ? new Uri(page, link) : null;
            if (next is not null && (!ODataText.IsWithin(next, service) || next == page))
            {
                return SapErrors.Unexpected(page, "a link to its next page that leads elsewhere");
            }
            page = next;
        }
        try
        {
            return Judge(items, posting);
        }
        catch (FormatException e)
        {
            return SapErrors.Unexpected(address, $"a record that can't be understood: {e.Message}");
        }
    }

    private static Result<Answer> Judge(List<JsonObject> items, DocumentPosting posting)
    {
        var entry = items
            .GroupBy(item => (SapField.Text(item, "FiscalYear"), SapField.Text(item, "AccountingDocument")))
            .FirstOrDefault();
        if (entry is null)
        {
            return new Answer(null);
        }
        var id = SapKey.Of(posting.CompanyCode, entry.Key.Item1, entry.Key.Item2);
        // With parallel ledgers each item comes once a ledger.
        var ledger = entry.GroupBy(item => SapField.Optional(item, "Ledger") ?? "").First();
        var debit = ledger
            .Where(item => SapField.Text(item, "DebitCreditCode") == "S")
            .Sum(item => Math.Abs(SapField.Amount(item, "AmountInTransactionCurrency")));
        var total = posting.Lines.Sum(line => line.Amount);
        var currency = SapField.Text(ledger.First(), "TransactionCurrency");
        return debit == total && currency == posting.Currency
            ? new Answer(id)
            : new IntegrationError(
                ErrorKind.Permanent,
                "sap-reference-taken",
                $"Journal entry {id} has the reference {posting.Reference} but another amount ({debit} {currency} instead of {total} {posting.Currency}): it is not this payment's. Give the payment another reference.",
                "/reference"
            );
    }
}
