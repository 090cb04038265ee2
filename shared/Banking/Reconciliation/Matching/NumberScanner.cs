namespace IntegrationFunctions.Banking.Reconciliation.Matching;

/// <summary>
/// Finds invoice numbers and references in free text as whole tokens. Banks and payers write <c>RE-2024/001</c> as <c>RE 2024 001</c> or break
/// it over two lines, so that runs of neighbouring tokens are looked up too, the longest first; a token inside a longer find counts no more.
/// </summary>
internal static class NumberScanner
{
    private const int MaxTokens = 8;
    private static readonly string[] Labels = ["RE", "RG", "RNR", "RENR", "RGNR", "NR", "NO", "INV", "FA", "FACT"];

    /// <summary>Calls <paramref name="found"/> for each find, with its normalised form.</summary>
    /// <param name="spaced">Text in the form of <see cref="Folding.Spaced"/>.</param>
    /// <param name="isKnown">Whether a normalised text is a number or reference.</param>
    /// <param name="maxLength">Length of the longest one known.</param>
    /// <param name="found">Told of each find.</param>
    public static void Scan(string spaced, Func<ReadOnlySpan<char>, bool> isKnown, int maxLength, Action<string> found)
    {
        if (spaced.Length == 0 || maxLength == 0)
        {
            return;
        }
        Span<Range> tokens = stackalloc Range[512];
        var text = spaced.AsSpan();
        var count = text.Split(tokens, ' ');
        Span<char> run = stackalloc char[Math.Min(maxLength, 256)];
        // The last slot holds the unsplit rest of a very long text.
        for (var i = 0; i < Math.Min(count, 511); )
        {
            var (used, length) = Longest(text, tokens[i..count], run, isKnown);
            if (used > 0)
            {
                found(run[..length].ToString());
                i += used;
                continue;
            }
            var token = text[tokens[i]];
            foreach (var label in Labels)
            {
                // "RE4711" names 4711.
                if (
                    token.Length > label.Length
                    && char.IsAsciiDigit(token[label.Length])
                    && token.StartsWith(label, StringComparison.Ordinal)
                    && isKnown(token[label.Length..])
                )
                {
                    found(token[label.Length..].ToString());
                    break;
                }
            }
            i++;
        }
    }

    private static (int Tokens, int Length) Longest(
        ReadOnlySpan<char> text,
        ReadOnlySpan<Range> tokens,
        Span<char> run,
        Func<ReadOnlySpan<char>, bool> isKnown
    )
    {
        var best = (Tokens: 0, Length: 0);
        var length = 0;
        for (var n = 0; n < Math.Min(tokens.Length, MaxTokens); n++)
        {
            var token = text[tokens[n]];
            if (length + token.Length > run.Length)
            {
                break;
            }
            token.CopyTo(run[length..]);
            length += token.Length;
            if (isKnown(run[..length]))
            {
                best = (n + 1, length);
            }
        }
        return best;
    }
}
