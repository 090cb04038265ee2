using System.Text;
using System.Text.Json.Serialization;

namespace IntegrationFunctions.Webhooks.Incoming;

/// <summary>How far a message is.</summary>
public enum IncomingState
{
    /// <summary>On disk, and answered; what it asks for comes next.</summary>
    [JsonStringEnumMemberName("accepted")]
    Accepted,

    /// <summary>A synchronisation was started for it.</summary>
    [JsonStringEnumMemberName("processed")]
    Processed,

    /// <summary>All that it tells of is older than what was heard before, or was heard before.</summary>
    [JsonStringEnumMemberName("superseded")]
    Superseded,

    /// <summary>There was nothing to do; the note says why.</summary>
    [JsonStringEnumMemberName("ignored")]
    Ignored,
}

/// <summary>A message that was taken in; stored at <c>incomingWebhooks/{webhookId}/incomingMessages/{id}</c>, for 30 days.</summary>
/// <param name="Id"><c>iwm_...</c> or <c>iwmh_...</c>, made of the identity: a repeat finds the id taken.</param>
/// <param name="Identity">What the provider knows it by.</param>
/// <param name="ReceivedAt">When.</param>
/// <param name="State">How far it is.</param>
/// <param name="Body">The bytes that came, sealed: as text, or where they are no UTF-8, as base64.</param>
/// <param name="IsBase64">Which of the two.</param>
/// <param name="SettledAt">When it left <see cref="IncomingState.Accepted"/>.</param>
/// <param name="RunId">The run of the synchronisation that it started, alone or with others.</param>
/// <param name="Note">Why nothing was done.</param>
/// <param name="Replays">How often it was handled again because somebody asked for it.</param>
/// <param name="ReplayedAt">When somebody last did.</param>
/// <param name="SchemaVersion">Of this shape.</param>
public sealed record IncomingMessage(
    string Id,
    string Identity,
    DateTimeOffset ReceivedAt,
    IncomingState State,
    string Body,
    bool IsBase64 = false,
    DateTimeOffset? SettledAt = null,
    string? RunId = null,
    string? Note = null,
    int Replays = 0,
    DateTimeOffset? ReplayedAt = null,
    int SchemaVersion = 1
)
{
    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);

    /// <summary>The bytes that came.</summary>
    public byte[] Bytes() => IsBase64 ? Convert.FromBase64String(Body) : Encoding.UTF8.GetBytes(Body);

    /// <summary>Text where the bytes are UTF-8, else base64.</summary>
    internal static (string Text, bool IsBase64) Text(ReadOnlySpan<byte> body)
    {
        try
        {
            return (Strict.GetString(body), false);
        }
        catch (DecoderFallbackException)
        {
            return (Convert.ToBase64String(body), true);
        }
    }
}

/// <summary>A page, newest first; <paramref name="Next"/> is null on the last one.</summary>
public sealed record IncomingMessagePage(IReadOnlyList<IncomingMessage> Messages, string? Next);

/// <summary>What came to an address and is no message: repeats and refusals, by reason. Counted, and not kept.</summary>
/// <param name="Repeats">Came again, and was answered as the first time.</param>
/// <param name="RateLimited">Beyond the address's limit.</param>
/// <param name="WhilePaused">Came while the webhook was paused.</param>
/// <param name="Refused">Signatures that were not the provider's, by <see cref="WebhookVerdict"/>.</param>
public sealed record WebhookCounts(
    long Repeats = 0,
    long RateLimited = 0,
    long WhilePaused = 0,
    IReadOnlyDictionary<string, long>? Refused = null,
    int SchemaVersion = 1
);

/// <summary>How far the messages of a webhook were handled: a cursor of their change feed.</summary>
internal sealed record WebhookProgress(string Cursor, int SchemaVersion = 1);

/// <summary>The newest that was heard of a subject.</summary>
internal sealed record SubjectState(string Subject, string EventId, long Version, int SchemaVersion = 1);
