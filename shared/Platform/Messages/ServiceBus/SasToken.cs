using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace IntegrationFunctions.Platform.Messages.ServiceBus;

/// <summary>Shared access signatures ("Service Bus access control with Shared Access Signatures").</summary>
internal static class SasToken
{
    /// <summary>A token for everything below <paramref name="resource"/>.</summary>
    public static string Create(string resource, string policy, string key, DateTimeOffset expires)
    {
        var encoded = Uri.EscapeDataString(resource);
        var end = expires.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        return $"SharedAccessSignature sr={encoded}&sig={Uri.EscapeDataString(Sign(encoded, end, key))}&se={end}&skn={Uri.EscapeDataString(policy)}";
    }

    /// <summary>Base64 of the HMAC-SHA256 of resource and end, as they stand in the token.</summary>
    public static string Sign(string encodedResource, string end, string key) =>
        Convert.ToBase64String(
            HMACSHA256.HashData(Encoding.UTF8.GetBytes(key), Encoding.UTF8.GetBytes($"{encodedResource}\n{end}"))
        );

    /// <summary>When a token ends, or null where it doesn't say.</summary>
    public static DateTimeOffset? Expiry(string token) =>
        token.Split('&', ' ').FirstOrDefault(part => part.StartsWith("se=", StringComparison.Ordinal)) is { } part
        && long.TryParse(part.AsSpan(3), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            ? DateTimeOffset.FromUnixTimeSeconds(seconds)
            : null;
}
