using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace IntegrationFunctions.Connectors.Rest;

/// <summary>
/// Keys of one or several parts as one id: parts joined by <c>~-</c>. What can't stand in a document id, and <c>~</c> itself, is written as
/// <c>~</c> and four hexadecimal digits; anything else stays, so that most keys are those that the source shows.
/// </summary>
internal static partial class RestKey
{
    private const string Between = "~-";

    public static string Of(IEnumerable<string> parts) => string.Join(Between, parts.Select(Escape));

    /// <summary>The parts, or null where the key was not made from that many.</summary>
    public static string[]? Parse(string key, int parts)
    {
        var texts = key.Split(Between);
        if (texts.Length != parts || texts.Any(text => text.Length == 0 || Broken().IsMatch(text)))
        {
            return null;
        }
        return Array.ConvertAll(
            texts,
            text =>
                Code()
                    .Replace(
                        text,
                        match =>
                            $"{(char)ushort.Parse(match.ValueSpan[1..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture)}"
                    )
        );
    }

    private static string Escape(string part)
    {
        var text = new StringBuilder(part.Length);
        foreach (var c in part)
        {
            if (c is '/' or '\\' or '?' or '#' or '~' || char.IsControl(c) || char.IsSurrogate(c))
            {
                text.Append(CultureInfo.InvariantCulture, $"~{(int)c:x4}");
            }
            else
            {
                text.Append(c);
            }
        }
        return text.ToString();
    }

    [GeneratedRegex("~[0-9a-f]{4}")]
    private static partial Regex Code();

    [GeneratedRegex("~(?![0-9a-f]{4})")]
    private static partial Regex Broken();
}
