using System.Globalization;

namespace IntegrationFunctions.Platform.Messages.Sqlite;

/// <summary>Names one delivery of one message: a message that is delivered again has another.</summary>
internal readonly record struct LockToken(long Key, int Delivery)
{
    public static LockToken? Read(string text) =>
        text.IndexOf('.') is var dot and > 0
        && long.TryParse(text.AsSpan(0, dot), NumberStyles.None, CultureInfo.InvariantCulture, out var key)
        && int.TryParse(text.AsSpan(dot + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var delivery)
            ? new(key, delivery)
            : null;

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Key}.{Delivery}");
}
