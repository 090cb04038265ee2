using System.Text.Json;
using System.Text.Json.Serialization;
using IntegrationFunctions.Platform;
using IntegrationFunctions.Platform.Messages;

namespace IntegrationFunctions.Webhooks.Incoming;

/// <summary>Body of a message in <see cref="IncomingInbox.Queue"/>: which webhook has messages to handle.</summary>
public sealed record IncomingNudge(string WebhookId)
{
    /// <summary>The queue message that asks for a webhook's messages to be looked at.</summary>
    internal static OutgoingMessage To(
        string tenantId,
        string webhookId,
        DateTimeOffset due,
        TimeProvider clock,
        string? id = null
    ) =>
        new(
            IncomingInbox.Queue,
            id ?? Identifiers.New("msg", clock),
            tenantId,
            JsonSerializer.SerializeToUtf8Bytes(new(webhookId), NudgeJson.Default.IncomingNudge)
        )
        {
            NotBefore = due,
        };
}

/// <summary>Writes and reads <see cref="IncomingNudge"/>.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(IncomingNudge))]
public sealed partial class NudgeJson : JsonSerializerContext;
