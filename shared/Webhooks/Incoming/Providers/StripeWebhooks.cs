using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace IntegrationFunctions.Webhooks.Incoming.Providers;

/// <summary>
/// Stripe: <c>Stripe-Signature: t=1614265330,v1=...</c>, hexadecimal HMAC-SHA256 of <c>t.body</c>, several <c>v1</c> while a secret is replaced;
/// other schemes (<c>v0</c>) are passed over. Source: docs.stripe.com/webhooks, "Verify webhook signatures manually".
/// </summary>
public sealed class StripeWebhooks : IWebhookProvider
{
    private const string Header = "Stripe-Signature";

    // Of one header; more are nobody's.
    private const int MostSignatures = 16;

    /// <inheritdoc/>
    public string Name => "stripe";

    /// <inheritdoc/>
    public int RefusalStatus => 401;

    /// <inheritdoc/>
    public string? Fault(string secret) => WebhookSignatures.FaultOfText(secret);

    /// <inheritdoc/>
    public byte[] Key(string secret) => Encoding.UTF8.GetBytes(secret);

    /// <inheritdoc/>
    public WebhookVerdict Verify(in WebhookDelivery delivery, IReadOnlyList<byte[]> keys, DateTimeOffset now)
    {
        if (delivery.Header(Header) is not { } header)
        {
            return WebhookVerdict.SignatureMissing;
        }
        var time = default(ReadOnlySpan<char>);
        var signatures = new List<byte[]>();
        foreach (var range in header.AsSpan().Split(','))
        {
            var part = header.AsSpan(range).Trim();
            var given = new byte[HMACSHA256.HashSizeInBytes];
            if (part.StartsWith("t="))
            {
                time = part[2..];
            }
            else if (
                part.StartsWith("v1=")
                && signatures.Count < MostSignatures
                && WebhookSignatures.TryHex(part[3..], given)
            )
            {
                signatures.Add(given);
            }
        }
        if (
            signatures.Count == 0
            || !long.TryParse(time, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            || seconds > DateTimeOffset.MaxValue.ToUnixTimeSeconds()
        )
        {
            return WebhookVerdict.SignatureMalformed;
        }
        if (!Matches(signatures, time, delivery.Body.Span, keys))
        {
            return WebhookVerdict.SignatureWrong;
        }
        return (now - DateTimeOffset.FromUnixTimeSeconds(seconds)).Duration() <= WebhookSignatures.Tolerance
            ? WebhookVerdict.Accepted
            : WebhookVerdict.TimestampOutOfTolerance;
    }

    /// <inheritdoc/>
    public string Identity(in WebhookDelivery delivery) =>
        WebhookJson.Identity(Events(delivery.Body), delivery.Body.Span);

    /// <inheritdoc/>
    public IReadOnlyList<WebhookEvent> Events(ReadOnlyMemory<byte> body) =>
        WebhookJson.Read(
            body,
            root =>
            {
                if (root.Member("id").Text() is not { } id || root.Member("type").Text() is not { } type)
                {
                    return [];
                }
                var at = root.Member("created").UnixTime();
                var subject = root.Member("data").Member("object").Member("id").Text();
                return [new(id, type, subject, at, at?.UtcTicks)];
            }
        );

    private static bool Matches(
        List<byte[]> signatures,
        ReadOnlySpan<char> time,
        ReadOnlySpan<byte> body,
        IReadOnlyList<byte[]> keys
    )
    {
        var head = Encoding.UTF8.GetBytes($"{time}.");
        var found = false;
        foreach (var key in keys)
        {
            using var hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key);
            hash.AppendData(head);
            hash.AppendData(body);
            var expected = hash.GetHashAndReset();
            foreach (var given in signatures)
            {
                found |= CryptographicOperations.FixedTimeEquals(expected, given);
            }
        }
        return found;
    }
}
