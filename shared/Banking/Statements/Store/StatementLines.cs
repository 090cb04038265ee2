namespace IntegrationFunctions.Banking.Statements.Store;

/// <summary>Makes the lines of a statement.</summary>
internal static class StatementLines
{
    // A line is one document among up to a hundred in a batch of 2 MB; free text beyond this helps nobody.
    private const int MaxText = 8_000;

    public static IEnumerable<StatementLine> Of(string statementId, BankStatement statement)
    {
        var number = 0;
        for (var i = 0; i < statement.Entries.Count; i++)
        {
            var entry = statement.Entries[i];
            if (!CanSplit(entry))
            {
                yield return Whole(statementId, ++number, i, entry);
                continue;
            }
            for (var d = 0; d < entry.Details.Count; d++)
            {
                yield return Line(statementId, ++number, i, d, entry, [entry.Details[d]]) with
                {
                    Amount = entry.Details[d].Amount!.Value,
                };
            }
        }
    }

    private static bool CanSplit(StatementEntry entry) =>
        entry.Details.Count > 1
        && entry.Details.All(d => d.Amount is > 0 && (d.Currency ?? entry.Currency) == entry.Currency)
        && entry.Details.Sum(d => d.Amount!.Value) == entry.Amount;

    private static StatementLine Whole(string statementId, int number, int index, StatementEntry entry)
    {
        var line = Line(statementId, number, index, null, entry, entry.Details);
        return
            entry.Details is [{ Amount: { } amount } detail]
            && (amount, detail.Currency ?? entry.Currency) != (entry.Amount, entry.Currency)
            ? line with
            {
                OriginalAmount = amount,
                OriginalCurrency = detail.Currency ?? entry.Currency,
            }
            : line;
    }

    private static StatementLine Line(
        string statementId,
        int number,
        int index,
        int? detail,
        StatementEntry entry,
        IReadOnlyList<EntryDetail> details
    )
    {
        var counterparties = details.Select(d => d.Counterparty).OfType<Counterparty>().Distinct().ToList();
        return new(
            StatementPaths.LineId(number),
            statementId,
            index,
            detail,
            entry.Amount,
            entry.Currency,
            entry.Direction,
            entry.IsReversal,
            entry.Status,
            entry.BookedOn,
            entry.ValueOn,
            // Several payers in one booking are no counterparty of it.
            counterparties is [var only]
                ? only
                : null,
            Distinct(details, d => d.CreditorReference),
            Distinct(details, d => d.EndToEndId),
            Clip(details.SelectMany(d => d.Remittance)),
            EntryReference: entry.Reference,
            ServicerReference: details is [{ ServicerReference: { } own }] ? own : entry.ServicerReference,
            TransactionId: details is [{ TransactionId: { } id }] ? id : null,
            MandateId: details is [{ MandateId: { } mandate }] ? mandate : null,
            TransactionCode: entry.TransactionCode,
            AdditionalInformation: entry.AdditionalInformation is { Length: > MaxText } long_
                ? long_[..MaxText]
                : entry.AdditionalInformation,
            ReturnReason: details.Select(d => d.ReturnReason).FirstOrDefault(r => r is not null)
        );
    }

    private static string[] Distinct(IReadOnlyList<EntryDetail> details, Func<EntryDetail, string?> pick) =>
        [.. details.Select(pick).Where(v => !string.IsNullOrWhiteSpace(v)).Select(v => v!.Trim()).Distinct().Take(200)];

    private static List<string> Clip(IEnumerable<string> texts)
    {
        var kept = new List<string>();
        var room = MaxText;
        foreach (var text in texts)
        {
            if (room == 0)
            {
                break;
            }
            var part = text.Length > room ? text[..room] : text;
            kept.Add(part);
            room -= part.Length;
        }
        return kept;
    }
}
