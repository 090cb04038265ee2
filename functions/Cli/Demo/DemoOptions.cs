namespace IntegrationFunctions.Functions.Cli.Demo;

/// <summary>What the user asked for.</summary>
/// <param name="Json">Print one JSON object instead of the story.</param>
/// <param name="Statement">A camt file of the user's own; null: the virtual bank's.</param>
/// <param name="Records">Business partners and open invoices together.</param>
/// <param name="Data">A folder that persists; null: one that is removed at the end.</param>
internal sealed record DemoOptions(bool Json, string? Statement, int Records, string? Data)
{
    public const int DefaultRecords = 10_000;
    public const int MinRecords = 10;
    public const int MaxRecords = 1_000_000;
}
