using System.Net;
using System.Text.Json;
using IntegrationFunctions.Platform.Messages;
using IntegrationFunctions.Platform.Messages.Outbox;
using IntegrationFunctions.Platform.Storage;
using Microsoft.Azure.Cosmos;

namespace IntegrationFunctions.Platform.Documents.Cosmos;

/// <summary>
/// The messages of committed batches, in the partitions of their documents. A commit hands its own to the queue at once and removes them; those
/// that it could not, and those of a process that died in between, the <see cref="OutboxRelay"/> finds.
/// </summary>
internal sealed class CosmosOutbox(CosmosContainers containers, IMessageQueue queue, TimeProvider clock) : IOutbox
{
    private const int Page = 100;

    // Those of other processes are looked for as often.
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(30);

    private TaskCompletionSource _left = New();

    /// <summary>Sends what lies in a partition, in its order. What can't be sent stays for the relay: the batch is committed all the same.</summary>
    public async Task SendNow(string group, string partition, CancellationToken ct)
    {
        try
        {
            foreach (var entry in await Find(group, partition, null, Page, ct).ConfigureAwait(false))
            {
                await queue.Send(entry.Message, ct).ConfigureAwait(false);
                await Remove([entry], ct).ConfigureAwait(false);
            }
        }
        catch (Exception e)
            when (e is StorageException or MessagingException or ArgumentException or OperationCanceledException)
        {
            Interlocked.Exchange(ref _left, New()).TrySetResult();
        }
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<OutboxEntry>> Read(string? after, int max, CancellationToken ct = default)
    {
        var (last, _, id) = after is null ? ("", "", "") : Parse(after);
        foreach (var group in containers.Catalogue.Groups.Select(group => group.Name))
        {
            var order = string.CompareOrdinal(group, last);
            if (order < 0)
            {
                continue;
            }
            var found = await Find(group, null, order == 0 ? id : null, max, ct).ConfigureAwait(false);
            if (found.Count > 0)
            {
                return found;
            }
        }
        return [];
    }

    /// <inheritdoc/>
    public async Task Remove(IReadOnlyList<OutboxEntry> entries, CancellationToken ct = default)
    {
        foreach (var (group, partition, id) in entries.Select(entry => Parse(entry.Key)))
        {
            var container = await containers.Of(group).ConfigureAwait(false);
            using var response = await containers
                .Calls.Send(
                    "delete",
                    () => container.DeleteItemStreamAsync(id, new(partition), cancellationToken: ct),
                    ct
                )
                .ConfigureAwait(false);
            if (!response.IsSuccessStatusCode && response.StatusCode != HttpStatusCode.NotFound)
            {
                throw CosmosCalls.Unexpected("delete", response.StatusCode);
            }
        }
    }

    /// <inheritdoc/>
    public async Task WaitForEntry(CancellationToken ct = default)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var left = Volatile.Read(ref _left).Task;
        await Task.WhenAny(left, Task.Delay(Pause, clock, ended.Token)).ConfigureAwait(false);
        await ended.CancelAsync().ConfigureAwait(false);
        ct.ThrowIfCancellationRequested();
    }

    private async Task<IReadOnlyList<OutboxEntry>> Find(
        string group,
        string? partition,
        string? after,
        int max,
        CancellationToken ct
    )
    {
        var sql = "SELECT * FROM r WHERE r.kind = 'outbox'";
        sql += partition is null ? "" : " AND r.partition = @p";
        sql += after is null ? "" : " AND r.name > @a";
        var query = new QueryDefinition(sql + " ORDER BY r.name ASC");
        query = partition is null ? query : query.WithParameterStream("@p", CosmosReads.Text(partition));
        query = after is null ? query : query.WithParameterStream("@a", CosmosReads.Text(after));
        var container = await containers.Of(group).ConfigureAwait(false);
        var found = new List<OutboxEntry>();
        await foreach (var item in containers.Query(container, query, partition, max, ct).ConfigureAwait(false))
        {
            var stored = item.Deserialize<CosmosMessage>(CosmosMessage.Json)!;
            found.Add(new($"{group}\n{stored.Partition}\n{stored.Id}", stored.Message));
            if (found.Count == max)
            {
                break;
            }
        }
        return found;
    }

    private static (string Group, string Partition, string Id) Parse(string key) =>
        key.Split('\n') is [var group, var partition, var id]
            ? (group, partition, id)
            : throw new ArgumentException("The key is none of this outbox.");

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
