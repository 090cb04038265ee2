using System.Text.RegularExpressions;

namespace IntegrationFunctions.Connectors.Rest.Definition;

/// <summary>Texts with placeholders: <c>contacts/{key}</c>.</summary>
internal static partial class Template
{
    /// <summary>The names between braces; braces around anything else are part of the text.</summary>
    public static IEnumerable<string> Names(string text) => Placeholder().Matches(text).Select(m => m.Groups[1].Value);

    /// <summary>The text with the values put in; null where one of them is not there.</summary>
    /// <param name="text">The text.</param>
    /// <param name="value">The value of a name, or null.</param>
    public static string? Fill(string text, Func<string, string?> value)
    {
        var isWhole = true;
        var filled = Placeholder()
            .Replace(
                text,
                match =>
                {
                    var found = value(match.Groups[1].Value);
                    isWhole &= found is not null;
                    return found ?? "";
                }
            );
        return isWhole ? filled : null;
    }

    [GeneratedRegex(@"\{([A-Za-z][A-Za-z0-9]*)\}")]
    private static partial Regex Placeholder();
}
