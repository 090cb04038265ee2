using System.Net;
using System.Text.Json;
using IntegrationFunctions.Platform.Messages;
using Microsoft.Azure.Cosmos;

namespace IntegrationFunctions.Platform.Documents.Cosmos;

/// <summary>
/// Hands the messages of committed batches to the queue, then removes them. Whoever dies between the two leaves a message that is sent again;
/// the queue knows its id and drops it.
/// </summary>
internal sealed class CosmosOutbox(CosmosContainers containers, IMessageQueue queue, TimeProvider clock)
{
    private const int Page = 100;

    /// <summary>All that lie there, of one group, at most so many. Returns how many it handed over.</summary>
    public async Task<int> Relay(string group, string? partition, int max, CancellationToken ct)
    {
        var container = await containers.Of(group).ConfigureAwait(false);
        var query = partition is null
            ? new QueryDefinition("SELECT * FROM r WHERE r.kind = 'outbox'")
            : new QueryDefinition("SELECT * FROM r WHERE r.partition = @p AND r.kind = 'outbox'").WithParameterStream(
                "@p",
                CosmosReads.Text(partition)
            );
        var waiting = new List<CosmosMessage>();
        await foreach (var item in containers.Query(container, query, partition, Page, ct).ConfigureAwait(false))
        {
            waiting.Add(item.Deserialize<CosmosMessage>(CosmosMessage.Json)!);
            if (waiting.Count == max)
            {
                break;
            }
        }
        foreach (var message in waiting)
        {
            await queue.Send(message.At(clock.GetUtcNow()), ct).ConfigureAwait(false);
            using var response = await containers
                .Calls.Send(
                    "delete",
                    () => container.DeleteItemStreamAsync(message.Id, new(message.Partition), cancellationToken: ct),
                    ct
                )
                .ConfigureAwait(false);
            if (!response.IsSuccessStatusCode && response.StatusCode != HttpStatusCode.NotFound)
            {
                throw CosmosCalls.Unexpected("delete", response.StatusCode);
            }
        }
        return waiting.Count;
    }
}
