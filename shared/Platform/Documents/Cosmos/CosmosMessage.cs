using System.Globalization;
using System.Text.Json;
using IntegrationFunctions.Platform.Messages;

namespace IntegrationFunctions.Platform.Documents.Cosmos;

/// <summary>A message of a batch, stored in its partition and committed with it, until the queue has it.</summary>
/// <param name="Id">Of the item; sorts by the time of the batch and the place in it.</param>
/// <param name="Name">The same, where an index is.</param>
/// <param name="Partition">The batch's.</param>
/// <param name="Kind">Tells it from documents.</param>
/// <param name="Message">As it is to be sent; a delay has become a time.</param>
internal sealed record CosmosMessage(string Id, string Name, string Partition, string Kind, OutgoingMessage Message)
{
    public const string Outbox = "outbox";

    public static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    public static CosmosMessage Of(string partition, OutgoingMessage message, int place, DateTimeOffset now)
    {
        var id = string.Create(CultureInfo.InvariantCulture, $"~o{now.UtcTicks:x16}{place:x2}{Guid.NewGuid():n}");
        var timed = message with { Delay = TimeSpan.Zero, NotBefore = message.DueFrom(now) };
        return new(id, id, partition, Outbox, timed);
    }
}
