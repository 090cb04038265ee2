using System.Globalization;
using System.Text;

namespace IntegrationFunctions.Connectors.SapS4Hana;

/// <summary>
/// Keys of several parts as one id: the parts joined by <c>-</c>. Whatever else than letters, digits, <c>_</c> and <c>.</c> a part holds is
/// written as <c>~</c> and four hexadecimal digits, so that the key fits a document id and can be taken apart again.
/// </summary>
internal static class SapKey
{
    public static string Of(params ReadOnlySpan<string> parts)
    {
        var key = new StringBuilder();
        foreach (var part in parts)
        {
            if (key.Length > 0)
            {
                key.Append('-');
            }
            foreach (var c in part)
            {
                if (char.IsAsciiLetterOrDigit(c) || c is '_' or '.')
                {
                    key.Append(c);
                }
                else
                {
                    key.Append(CultureInfo.InvariantCulture, $"~{(int)c:x4}");
                }
            }
        }
        return key.ToString();
    }

    /// <summary>The parts, or null where the key was not made by <see cref="Of"/> from that many parts.</summary>
    public static string[]? Parse(string key, int parts)
    {
        var texts = key.Split('-');
        if (texts.Length != parts)
        {
            return null;
        }
        for (var i = 0; i < texts.Length; i++)
        {
            var part = new StringBuilder();
            for (var at = 0; at < texts[i].Length; at++)
            {
                var c = texts[i][at];
                if (c != '~')
                {
                    part.Append(c);
                }
                else if (
                    at + 4 < texts[i].Length
                    && ushort.TryParse(
                        texts[i].AsSpan(at + 1, 4),
                        NumberStyles.AllowHexSpecifier,
                        CultureInfo.InvariantCulture,
                        out var code
                    )
                )
                {
                    part.Append((char)code);
                    at += 4;
                }
                else
                {
                    return null;
                }
            }
            if (part.Length == 0)
            {
                return null;
            }
            texts[i] = part.ToString();
        }
        return texts;
    }
}
