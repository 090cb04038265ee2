namespace IntegrationFunctions.Platform;

/// <summary>Guards paths against what callers send as an id.</summary>
public static class IdRules
{
    /// <summary>Whether the text can be an id of ours: 1 to 100 letters, digits, hyphens and underscores of ASCII.</summary>
    public static bool IsId(string? text) =>
        text is { Length: > 0 and <= 100 } && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');
}
