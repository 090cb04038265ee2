using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace IntegrationFunctions.Webhooks.Incoming;

/// <summary>Reads foreign JSON without trusting its form: what is not there, or of another type, is null.</summary>
internal static class WebhookJson
{
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 64 };

    /// <summary>The events that <paramref name="read"/> finds; none where the body is not JSON.</summary>
    public static IReadOnlyList<WebhookEvent> Read(
        ReadOnlyMemory<byte> body,
        Func<JsonElement, IEnumerable<WebhookEvent>> read
    )
    {
        try
        {
            using var document = JsonDocument.Parse(body, Options);
            return [.. read(document.RootElement)];
        }
        // JSON may hold a text that is no Unicode (a lone surrogate), which shows when it is read.
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return [];
        }
    }

    public static JsonElement? Member(this JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var member) ? member : null;

    public static JsonElement? Member(this JsonElement? element, string name) => element?.Member(name);

    public static IEnumerable<JsonElement> Elements(this JsonElement? element) =>
        element is { ValueKind: JsonValueKind.Array } array ? array.EnumerateArray() : [];

    public static string? Text(this JsonElement? element) =>
        element is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

    public static long? Number(this JsonElement? element) =>
        element is { ValueKind: JsonValueKind.Number } number && number.TryGetInt64(out var value) ? value : null;

    /// <summary>RFC 3339; a time without an offset is in UTC.</summary>
    public static DateTimeOffset? Time(this JsonElement? element) =>
        DateTimeOffset.TryParse(
            element.Text(),
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
            out var time
        )
            ? time
            : null;

    /// <summary>Unix seconds.</summary>
    public static DateTimeOffset? UnixTime(this JsonElement? element) =>
        element.Number() is { } seconds and >= 0 and <= 253_402_300_799
            ? DateTimeOffset.FromUnixTimeSeconds(seconds)
            : null;

    /// <summary>What a message is known by where its provider gives it no id: its events' ids, or without any, its bytes.</summary>
    public static string Identity(IReadOnlyList<WebhookEvent> events, ReadOnlySpan<byte> body) =>
        events switch
        {
            [] => Convert.ToHexStringLower(SHA256.HashData(body)),
            [var only] => only.Id,
            _ => Convert.ToHexStringLower(
                SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', events.Select(e => e.Id))))
            ),
        };
}
