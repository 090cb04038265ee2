using System.Security.Cryptography;
using System.Text;

namespace IntegrationFunctions.Tests.Unit.Webhooks.Incoming;

/// <summary>The providers' headers, worked out from their documentation and not by the code under test.</summary>
internal static class SignedBodies
{
    public const string WhsecOne = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    public const string WhsecTwo = "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYX";

    /// <summary>Headers for a body; <paramref name="id"/> is for the providers that send one.</summary>
    public static Dictionary<string, string> Headers(
        string provider,
        string secret,
        byte[] body,
        DateTimeOffset at,
        string id = "msg_1"
    )
    {
        var seconds = at.ToUnixTimeSeconds();
        return provider switch
        {
            "stripe" => new()
            {
                ["Stripe-Signature"] =
                    $"t={seconds},v0={new string('0', 64)},v1={Hex(secret, [.. Utf8($"{seconds}."), .. body])}",
            },
            "quickbooks" => new() { ["intuit-signature"] = Base64(secret, body) },
            "xero" => new() { ["x-xero-signature"] = Base64(secret, body) },
            "gocardless" => new() { ["Webhook-Signature"] = Hex(secret, body) },
            _ => new()
            {
                ["webhook-id"] = id,
                ["webhook-timestamp"] = $"{seconds}",
                ["webhook-signature"] =
                    "v1,"
                    + Convert.ToBase64String(
                        HMACSHA256.HashData(
                            Convert.FromBase64String(secret["whsec_".Length..]),
                            (byte[])[.. Utf8($"{id}.{seconds}."), .. body]
                        )
                    ),
            },
        };
    }

    private static string Hex(string secret, byte[] signed) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(Utf8(secret), signed));

    private static string Base64(string secret, byte[] signed) =>
        Convert.ToBase64String(HMACSHA256.HashData(Utf8(secret), signed));

    private static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);
}
