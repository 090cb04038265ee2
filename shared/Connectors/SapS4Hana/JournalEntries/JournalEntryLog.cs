using System.Text.RegularExpressions;
using System.Xml.Linq;
using IntegrationFunctions.Platform.Results;

namespace IntegrationFunctions.Connectors.SapS4Hana.JournalEntries;

/// <summary>
/// Tells what a refusal is about. SAP's messages carry a class and number (<c>201(F5)</c>); the text decides where the number is not known,
/// because notes are asked for in English.
/// </summary>
internal static partial class JournalEntryLog
{
    public static IntegrationError ToError(XDocument confirmation)
    {
        var items = confirmation
            .Descendants()
            .Where(element => element.Name.LocalName == "Item" && element.Parent?.Name.LocalName == "Log")
            .Select(item =>
                (
                    Type: JournalEntryConfirmation.Child(item, "TypeID") ?? "",
                    // 1 information, 2 warning, 3 error, 4 abort.
                    Severity: JournalEntryConfirmation.Child(item, "SeverityCode") ?? "",
                    Note: JournalEntryConfirmation.Child(item, "Note") ?? ""
                )
            )
            .ToList();
        var errors = items.Where(item => item.Severity is "3" or "4").ToList();
        var said = string.Join(' ', (errors.Count > 0 ? errors : items).Select(item => item.Note).Distinct());
        said = said.Length == 0 ? "no reason was given" : said;
        foreach (var error in errors)
        {
            if (Known(error.Type, error.Note) is var (kind, code, pointer))
            {
                return new(kind, code, $"SAP did not post the journal entry: {said}", pointer);
            }
        }
        return new(ErrorKind.Permanent, "sap-posting-refused", $"SAP did not post the journal entry: {said}");
    }

    private static (ErrorKind, string, string?)? Known(string type, string note) =>
        type is "201(F5)" or "814(F5)" || ClosedPeriod().IsMatch(note)
            ? (ErrorKind.Validation, "sap-closed-period", "/postingDate")
        : Locked().IsMatch(note) ? (ErrorKind.Transient, "sap-locked", null)
        : Cleared().IsMatch(note) ? (ErrorKind.Permanent, "sap-item-cleared", "/lines")
        : CompanyCode().IsMatch(note) ? (ErrorKind.Configuration, "sap-company-code-unknown", "/companyCode")
        : type is "302(F5)" || Supplier().IsMatch(note) ? (ErrorKind.Validation, "sap-supplier-unknown", "/lines")
        : type is "351(F5)" || OpenItem().IsMatch(note) ? (ErrorKind.Validation, "sap-open-item-unknown", "/lines")
        : type is "263(F5)" || Amount().IsMatch(note) ? (ErrorKind.Validation, "sap-amount-differs", "/lines")
        : Reference().IsMatch(note) ? (ErrorKind.Validation, "sap-reference-invalid", "/reference")
        : null;

    [GeneratedRegex(@"\bperiod\b.*\b(not open|closed|not allowed)\b", RegexOptions.IgnoreCase)]
    private static partial Regex ClosedPeriod();

    [GeneratedRegex(@"\b(locked by|currently (blocked|being processed)|is being processed)\b", RegexOptions.IgnoreCase)]
    private static partial Regex Locked();

    [GeneratedRegex(@"\b(already|has been) (been )?cleared\b", RegexOptions.IgnoreCase)]
    private static partial Regex Cleared();

    [GeneratedRegex(@"\bcompany code\b.*\b(not exist|not defined|unknown|not known)", RegexOptions.IgnoreCase)]
    private static partial Regex CompanyCode();

    [GeneratedRegex(
        @"\b(supplier|vendor|creditor|account)\b.*\b(not exist|not defined|unknown|not known|not created)",
        RegexOptions.IgnoreCase
    )]
    private static partial Regex Supplier();

    [GeneratedRegex(@"\b(invoice reference|open item)\b.*\b(not exist|not found|unknown)", RegexOptions.IgnoreCase)]
    private static partial Regex OpenItem();

    [GeneratedRegex(
        @"\b(amount|balance)\b.*\b(differ|not equal|not zero|not match)|\bdifference is too large\b|\bdoes not match\b.*\bamount\b",
        RegexOptions.IgnoreCase
    )]
    private static partial Regex Amount();

    [GeneratedRegex(@"\b(document ?reference(id)?|reference)\b.*\b(long|characters)\b", RegexOptions.IgnoreCase)]
    private static partial Regex Reference();
}
