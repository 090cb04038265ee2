namespace IntegrationFunctions.Platform.BankNumbers;

/// <summary>ISO 7064 MOD 97-10 over letters and digits, a letter counting as two digits (A = 10 ... Z = 35).</summary>
internal static class Mod97
{
    /// <summary>Remainder of <paramref name="body"/> followed by <paramref name="head"/>; -1 where a character is neither A-Z nor 0-9.</summary>
    public static int Remainder(ReadOnlySpan<char> body, ReadOnlySpan<char> head)
    {
        var remainder = Continue(0, body);
        return remainder < 0 ? -1 : Continue(remainder, head);
    }

    private static int Continue(int remainder, ReadOnlySpan<char> text)
    {
        foreach (var c in text)
        {
            if (char.IsAsciiDigit(c))
                remainder = (remainder * 10 + (c - '0')) % 97;
            else if (char.IsAsciiLetterUpper(c))
                remainder = (remainder * 100 + (c - 'A' + 10)) % 97;
            else
                return -1;
        }
        return remainder;
    }
}
