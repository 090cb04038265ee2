namespace IntegrationFunctions.Platform;

/// <summary>
/// Keeps a text of a CSV file from being a formula to a spreadsheet (OWASP, CSV Injection): an apostrophe is put before it, and can be taken off
/// again without loss.
/// </summary>
public static class FormulaGuard
{
    /// <summary>The text, with an apostrophe before what a spreadsheet would take for a formula.</summary>
    public static string Guard(string text) => text.Length > 0 && IsFormula(text[0]) ? "'" + text : text;

    /// <summary>As <see cref="Guard"/>, and one before an apostrophe too: what <see cref="TakeOff"/> undoes for every text.</summary>
    public static string GuardReversibly(string text) =>
        text.Length > 0 && (IsFormula(text[0]) || text[0] == '\'') ? "'" + text : text;

    /// <summary>The text without the apostrophe that <see cref="GuardReversibly"/> put before it.</summary>
    public static string TakeOff(string text) =>
        text.Length > 1 && text[0] == '\'' && (IsFormula(text[1]) || text[1] == '\'') ? text[1..] : text;

    private static bool IsFormula(char c) => c is '=' or '+' or '-' or '@' or '\t' or '\r';
}
