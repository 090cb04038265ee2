using IntegrationFunctions.Platform.Results;

namespace IntegrationFunctions.Connectors.SapS4Hana.JournalEntries;

/// <summary>What can be known to be wrong before SAP is asked.</summary>
internal static class CheckPosting
{
    public const int ReferenceLength = 16;
    public const int TextLength = 50;

    public static IntegrationError? Run(SapSettings settings, DocumentPosting posting)
    {
        if (posting.Reference.Length is 0 or > ReferenceLength || posting.Reference.Trim() != posting.Reference)
        {
            return Wrong(
                "/reference",
                $"The reference must have 1 to {ReferenceLength} characters, without spaces around it."
            );
        }
        if (posting.CompanyCode != settings.CompanyCode)
        {
            return Wrong(
                "/companyCode",
                $"The company code {posting.CompanyCode} is not the integration's ({settings.CompanyCode})."
            );
        }
        if (posting.Currency.Length != 3 || !posting.Currency.All(char.IsAsciiLetterUpper))
        {
            return Wrong("/currency", "The currency must be an ISO 4217 code such as EUR.");
        }
        if (posting.BankAccount.Length is 0 or > 10)
        {
            return Wrong("/bankAccount", "The G/L account of the bank must have 1 to 10 characters.");
        }
        if (posting.Lines.Count is 0 or > 900)
        {
            // The document has 999 items at most (three digits), the bank's among them.
            return Wrong("/lines", "A posting has 1 to 900 lines.");
        }
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < posting.Lines.Count; i++)
        {
            var line = posting.Lines[i];
            if (line.Amount <= 0)
            {
                return Wrong($"/lines/{i}/amount", "The amount must be above zero.");
            }
            if (SapKey.Parse(line.OpenItemKey, 4) is not { } item || item[0] != posting.CompanyCode)
            {
                return Wrong(
                    $"/lines/{i}/openItemKey",
                    $"'{line.OpenItemKey}' is no open item of company code {posting.CompanyCode}; it must look like {posting.CompanyCode}-2026-1900000001-1."
                );
            }
            if (!seen.Add(line.OpenItemKey))
            {
                return Wrong(
                    $"/lines/{i}/openItemKey",
                    $"The open item {line.OpenItemKey} is paid twice in this posting."
                );
            }
            if (line.Supplier.Length is 0 or > 10)
            {
                return Wrong($"/lines/{i}/supplier", "The supplier's number must have 1 to 10 characters.");
            }
            if (line.Text.Length > TextLength)
            {
                return Wrong($"/lines/{i}/text", $"The text must have at most {TextLength} characters.");
            }
        }
        return null;
    }

    private static IntegrationError Wrong(string pointer, string message) =>
        new(ErrorKind.Validation, "posting-invalid", message, pointer);
}
