using IntegrationFunctions.Banking.Payments.Iso20022;

namespace IntegrationFunctions.Banking.Payments;

/// <summary>
/// Text as SEPA takes it. Names are brought into its character set when a payment is proposed, so that approvers see, and the hash covers,
/// what the bank will get.
/// </summary>
internal static class SepaText
{
    /// <summary>The text in the set, blanks joined, no slash at an end and none doubled, cut to <paramref name="max"/> characters.</summary>
    public static string Clean(string text, int max)
    {
        var words = SepaCharacters.Transliterate(text).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var joined = string.Join(' ', words);
        while (joined.Contains("//", StringComparison.Ordinal))
        {
            joined = joined.Replace("//", "/", StringComparison.Ordinal);
        }
        return (joined.Length > max ? joined[..max] : joined).Trim(' ', '/');
    }
}
