using System.Text.Json;
using IntegrationFunctions.Platform.Events;

namespace IntegrationFunctions.Webhooks.Outgoing;

/// <summary>Which events an endpoint wants.</summary>
internal static class EventSelection
{
    /// <summary>Whether the endpoint is told of the event.</summary>
    public static bool Wants(this WebhookEndpoint endpoint, PlatformEvent one) =>
        endpoint.Types.Any(pattern => Matches(pattern, one.Type))
        && endpoint.Filter.All(field => field.Value.Contains(Text(one, field.Key), StringComparer.OrdinalIgnoreCase));

    /// <summary><c>*</c>, <c>payment.*</c> or the type itself.</summary>
    public static bool Matches(string pattern, string type) =>
        pattern == "*"
        || (
            pattern.EndsWith(".*", StringComparison.Ordinal)
                ? type.StartsWith(pattern[..^1], StringComparison.Ordinal)
                : pattern == type
        );

    // What is gone is judged by what it was.
    private static string? Text(PlatformEvent one, string path)
    {
        if ((one.Object ?? one.Previous) is not { } at)
        {
            return null;
        }
        foreach (var name in path.Split('.'))
        {
            if (at.ValueKind != JsonValueKind.Object || !at.TryGetProperty(name, out at))
            {
                return null;
            }
        }
        return at.ValueKind switch
        {
            JsonValueKind.String => at.GetString(),
            JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => at.GetRawText(),
            _ => null,
        };
    }
}
