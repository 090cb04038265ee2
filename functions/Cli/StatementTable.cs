using System.Globalization;
using IntegrationFunctions.Banking.Statements;
using Spectre.Console;

namespace IntegrationFunctions.Functions.Cli;

/// <summary>Statements as tables for people.</summary>
internal static class StatementTable
{
    private const int NoLimit = 1000;

    public static void Write(TextWriter output, StatementFile file)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(output) });
        if (!console.Profile.Out.IsTerminal)
        {
            // A file or a pipe has no width: nothing needs to be broken.
            console.Profile.Width = NoLimit;
        }
        console.MarkupLineInterpolated(
            $"[bold]{file.Format}[/] {file.MessageId} {file.CreatedAt:yyyy-MM-dd HH:mm:ss zzz}"
        );
        foreach (var statement in file.Statements)
            Write(console, statement);
        foreach (var deviation in file.Deviations)
            console.MarkupLineInterpolated(
                $"[yellow]warning {deviation.Code}[/] {deviation.Path}: {deviation.Message}"
            );
        if (file.Deviations.Count > 0)
            console.MarkupLineInterpolated($"[yellow]{file.Deviations.Count} deviation(s) from the standard.[/]");
    }

    private static void Write(IAnsiConsole console, BankStatement statement)
    {
        console.WriteLine();
        var account = statement.Account;
        console.MarkupLineInterpolated(
            $"[bold]Statement {statement.Id}[/]  account {account.Id} {account.Currency}  {account.Owner ?? account.Name}"
        );
        var table = new Table { Border = TableBorder.Simple };
        table.AddColumn(new TableColumn("Booked").NoWrap());
        table.AddColumn(new TableColumn("Value").NoWrap());
        table.AddColumns("Status", "Counterparty", "Reference", "Text");
        table.AddColumn(new TableColumn("Amount").RightAligned().NoWrap());
        table.AddColumn(new TableColumn("").NoWrap());
        Balance(table, "Opening balance", statement.Opening);
        foreach (var entry in statement.Entries)
        {
            var only = entry.Details.Count == 1 ? entry.Details[0] : null;
            Row(
                table,
                Day(entry.BookedOn),
                Day(entry.ValueOn),
                entry.IsReversal ? $"{entry.Status} (reversal)" : entry.Status,
                entry.Details.Count > 1
                    ? $"({entry.Details.Count} transactions)"
                    : only?.Counterparty?.Name ?? only?.Counterparty?.Account,
                only?.EndToEndId ?? entry.Reference ?? entry.ServicerReference,
                only is { Remittance.Count: > 0 }
                    ? string.Join(' ', only.Remittance)
                    : only?.CreditorReference ?? entry.AdditionalInformation,
                entry.SignedAmount.ToString(CultureInfo.InvariantCulture),
                entry.Currency
            );
        }
        Balance(table, "Closing balance", statement.Closing);
        console.Write(table);
    }

    private static void Balance(Table table, string label, Balance? balance)
    {
        if (balance is not null)
            Row(
                table,
                Day(balance.Date),
                "",
                balance.Type,
                label,
                "",
                "",
                balance.Amount.ToString(CultureInfo.InvariantCulture),
                balance.Currency
            );
    }

    private static void Row(Table table, params string?[] cells) =>
        table.AddRow(cells.Select(cell => new Text(cell ?? "")));

    private static string Day(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "";
}
