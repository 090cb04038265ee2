using IntegrationFunctions.Platform.Results;

namespace IntegrationFunctions.Connectors;

/// <summary>
/// Errors quote what the other side says, for it knows best what is wrong; and some systems say what they were sent. Errors end up in logs,
/// histories and answers.
/// </summary>
public static class ForeignTexts
{
    private const string Hidden = "[secret]";

    // Of what was cut off in the middle, the shortest beginning that is worth hiding.
    private const int ShortestPart = 4;

    /// <summary>The result, its error without these secrets: neither as they are, nor escaped, nor cut short.</summary>
    public static Result<T> Without<T>(this Result<T> result, params ReadOnlySpan<string> secrets)
    {
        if (result.Error is not { } error)
        {
            return result;
        }
        var (message, pointer) = (error.Message, error.Pointer);
        foreach (var secret in secrets)
        {
            message = Hide(message, secret);
            pointer = pointer is null ? null : Hide(pointer, secret);
        }
        return error with { Message = message, Pointer = pointer };
    }

    private static string Hide(string text, string secret)
    {
        if (secret.Length == 0)
        {
            return text;
        }
        var escaped = Uri.EscapeDataString(secret);
        text = text.Replace(secret, Hidden, StringComparison.OrdinalIgnoreCase)
            .Replace(escaped, Hidden, StringComparison.OrdinalIgnoreCase);
        foreach (var form in (string[])[secret, escaped])
        {
            for (var length = form.Length - 1; length >= ShortestPart; length--)
            {
                text = text.Replace($"{form[..length]}...", $"{Hidden}...", StringComparison.OrdinalIgnoreCase);
            }
        }
        return text;
    }
}
