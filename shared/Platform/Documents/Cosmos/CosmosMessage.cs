using System.Text.Json;
using IntegrationFunctions.Platform.Messages;

namespace IntegrationFunctions.Platform.Documents.Cosmos;

/// <summary>A message of a batch, stored in its partition and committed with it, until the queue has it.</summary>
internal sealed record CosmosMessage(
    string Id,
    string Partition,
    string Kind,
    DateTimeOffset Due,
    OutgoingMessage Message
)
{
    public const string Outbox = "outbox";

    public static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    public static CosmosMessage Of(string partition, OutgoingMessage message, DateTimeOffset now) =>
        new($"~o{Guid.NewGuid():n}", partition, Outbox, now + message.Delay, message);

    /// <summary>The message, with what is left of its delay.</summary>
    public OutgoingMessage At(DateTimeOffset now) => Message with { Delay = Due > now ? Due - now : TimeSpan.Zero };
}
