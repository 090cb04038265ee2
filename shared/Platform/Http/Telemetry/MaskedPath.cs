using System.Text;

namespace IntegrationFunctions.Platform.Http.Telemetry;

/// <summary>
/// A path as logs may show it: segments that read like words of an API stay, keys, ids, dates, names in quotes and everything else become
/// <c>*</c>. Telling them apart is a guess, made to err towards the mask; a key that is a plain word can't be told.
/// </summary>
internal static class MaskedPath
{
    private const int MostSegments = 20;
    private const int LongestWord = 16;

    /// <summary>Scheme, host, port and masked path; no user name, query or fragment.</summary>
    public static string Address(Uri address) =>
        address.GetComponents(UriComponents.SchemeAndServer, UriFormat.UriEscaped) + Of(address);

    /// <summary>The masked path: <c>/sap/opu/odata/sap/*/A_BusinessPartner(*)</c>.</summary>
    public static string Of(Uri address)
    {
        if (!address.IsAbsoluteUri || address.AbsolutePath.Length <= 1)
        {
            return "/";
        }
        var shown = new StringBuilder();
        var count = 0;
        foreach (var range in address.AbsolutePath.AsSpan(1).Split('/'))
        {
            if (++count > MostSegments)
            {
                shown.Append("/...");
                break;
            }
            shown.Append('/');
            Show(shown, address.AbsolutePath.AsSpan(1)[range]);
        }
        return shown.ToString();
    }

    private static void Show(StringBuilder shown, ReadOnlySpan<char> segment)
    {
        // OData writes keys behind the name of their set.
        var bracket = segment.IndexOf('(');
        var name = bracket < 0 ? segment : segment[..bracket];
        shown.Append(name.IsEmpty || IsWord(name) || IsVersion(name) ? name : "*");
        shown.Append(bracket < 0 ? "" : "(*)");
    }

    // v1, v2.1
    private static bool IsVersion(ReadOnlySpan<char> name) =>
        name.Length is > 1 and <= 5 && name[0] is 'v' or 'V' && name[1..].IndexOfAnyExcept("0123456789.") < 0;

    private static bool IsWord(ReadOnlySpan<char> name)
    {
        if (name.Length > 40)
        {
            return false;
        }
        var (words, letters, length, vowel) = (0, 0, 0, false);
        for (var i = 0; i <= name.Length; i++)
        {
            var isLetter = i < name.Length && char.IsAsciiLetter(name[i]);
            var begins = isLetter && char.IsAsciiLetterUpper(name[i]) && i > 0 && char.IsAsciiLetterLower(name[i - 1]);
            if ((!isLetter || begins) && length > 0)
            {
                if (length > LongestWord || (length > 4 && !vowel))
                {
                    return false;
                }
                words++;
                (length, vowel) = (0, false);
            }
            if (!isLetter)
            {
                if (i < name.Length && name[i] is not ('_' or '-' or '.' or '$'))
                {
                    return false;
                }
                continue;
            }
            letters++;
            length++;
            vowel |= "aeiouyAEIOUY".Contains(name[i], StringComparison.Ordinal);
        }
        // Random letters change their case all the time.
        return letters > 0 && (words == 1 || letters >= 3 * words);
    }
}
