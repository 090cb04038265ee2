namespace IntegrationFunctions.Platform.Documents;

/// <summary>A dotted field as SQLite's JSON path: <c>amount.currency</c> is <c>$."amount"."currency"</c>. What it refuses can therefore not end the name early.</summary>
internal static class FieldPath
{
    /// <exception cref="ArgumentException">A part is empty or holds a quote, a backslash or a control character.</exception>
    public static string From(string field)
    {
        var parts = field.Split('.');
        foreach (var part in parts)
        {
            if (!IsName(part))
            {
                throw new ArgumentException(
                    $"'{field}' can't be a field of a query: names joined by dots, none of them empty, "
                        + "without quotes, backslashes and control characters."
                );
            }
        }
        return "$.\"" + string.Join("\".\"", parts) + "\"";
    }

    /// <summary>Whether it can be a part of a dotted field.</summary>
    public static bool IsName(string part) =>
        part.Length > 0 && !part.AsSpan().ContainsAny('"', '\\') && !part.Any(char.IsControl);
}
