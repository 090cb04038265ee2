namespace IntegrationFunctions.Connectors.Sync;

/// <summary>What a record's key may be: it is the id of its document. <c>~:</c> leads the ids of what is stored beside the records.</summary>
internal static class RecordKey
{
    public const string Reserved = "~:";
    private const int MaxLength = 255;

    public static bool IsReserved(string key) => key.StartsWith(Reserved, StringComparison.Ordinal);

    public static bool IsFit(string key) => Fault(key) is null;

    /// <summary>What is wrong with a key, in a sentence that names it; null where it is fit.</summary>
    public static string? Fault(string? key)
    {
        if (string.IsNullOrEmpty(key))
        {
            return "A record has an empty key. The connector must give each a key of its own.";
        }
        var why =
            key.Length > MaxLength ? $"has {key.Length} characters; at most {MaxLength} are allowed"
            : key.AsSpan().IndexOfAny("/\\?#") is var at and >= 0 ? $"holds '{key[at]}', which can't be in a key"
            : key.Any(char.IsControl) ? "holds a control character"
            : IsReserved(key) ? $"starts with '{Reserved}', which is reserved"
            : HasLoneSurrogate(key) ? "holds half of a surrogate pair, so it is no Unicode text"
            : null;
        return why is null ? null : $"The key '{Printable(key)}' {why}. The connector must encode it.";
    }

    private static bool HasLoneSurrogate(string key)
    {
        for (var i = 0; i < key.Length; i++)
        {
            if (!char.IsSurrogate(key[i]))
            {
                continue;
            }
            if (!char.IsHighSurrogate(key[i]) || i + 1 == key.Length || !char.IsLowSurrogate(key[i + 1]))
            {
                return true;
            }
            i++;
        }
        return false;
    }

    /// <summary>The key as it can be shown: without control characters, and not too long.</summary>
    public static string Printable(string? key) =>
        string.Concat(
            (key ?? "").Take(100).Select(c => char.IsControl(c) || char.IsSurrogate(c) ? $"\\u{(int)c:x4}" : $"{c}")
        ) + (key?.Length > 100 ? "..." : "");
}
