using IntegrationFunctions.Platform.Messages.Outbox;
using IntegrationFunctions.Platform.Storage;
using Microsoft.Extensions.Logging;

namespace IntegrationFunctions.Platform.Documents.Sqlite;

/// <summary>
/// Documents in SQLite. An id may occur once in a batch. Strings are ordered by their UTF-8 bytes, numbers as IEEE 754 doubles or 64-bit
/// integers, and the id, last key of every order, always ascends.
/// </summary>
/// <param name="database">Holds the modules documents and messages (<see cref="EmbeddedStorage"/>).</param>
/// <param name="messages">Takes the messages of batches; over the same database.</param>
/// <param name="clock">Dates the documents.</param>
/// <param name="options">How long it remembers.</param>
/// <param name="catalogue">The groups that may be used; their indexes are made, and others removed, before this returns.</param>
/// <param name="log">Hears of indexes that are made: over many documents that takes a while.</param>
public sealed partial class SqliteDocumentStores(
    SqliteDatabase database,
    IBatchMessages messages,
    TimeProvider clock,
    DocumentStoreOptions options,
    DocumentCatalogue catalogue,
    ILogger<SqliteDocumentStores>? log = null
) : IDocumentStores
{
    // Writes of others go in between.
    private const int HouseStep = 100;

    private readonly DocumentIndexes _indexes = DocumentIndexes.Open(
        database,
        catalogue,
        name =>
        {
            if (log is not null)
            {
                LogIndex(log, name);
            }
        }
    );
    private readonly CollectionKeys _keys = new();
    private readonly CommitNumbers _numbers = CommitNumbers.Of(database);
    private readonly ChangeSignals _signals = new();

    /// <inheritdoc/>
    public IDocumentStore ForTenant(string tenantId)
    {
        PathRules.CheckSegment(tenantId);
        return new SqliteDocumentStore(database, messages, clock, _keys, _numbers, _signals, _indexes, tenantId);
    }

    [LoggerMessage(LogLevel.Information, "Making the index {Name} over the documents that are there")]
    private static partial void LogIndex(ILogger log, string name);

    /// <inheritdoc/>
    public async Task<int> KeepHouse(int max, CancellationToken ct = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(max, 1);
        var now = clock.GetUtcNow();
        var removed = await InSteps(max, step => RemoveExpired(now, step, ct), ct).ConfigureAwait(false);
        var before = (now - options.ChangeRetention).UtcTicks;
        return removed
            + await InSteps(
                    max - removed,
                    step => database.WriteRepeatable(scope => DocumentHouse.Compact(scope, before, step), ct),
                    ct
                )
                .ConfigureAwait(false);
    }

    private static async Task<int> InSteps(int max, Func<int, Task<int>> run, CancellationToken ct)
    {
        var removed = 0;
        while (removed < max)
        {
            ct.ThrowIfCancellationRequested();
            var step = Math.Min(HouseStep, max - removed);
            var done = await run(step).ConfigureAwait(false);
            removed += done;
            if (done < step)
            {
                break;
            }
        }
        return removed;
    }

    private async Task<int> RemoveExpired(DateTimeOffset now, int max, CancellationToken ct)
    {
        var removed = await database
            .WriteRepeatable(scope => DocumentHouse.RemoveExpired(scope, _numbers, now.UtcTicks, max), ct)
            .ConfigureAwait(false);
        foreach (var (tenant, collection) in removed.Distinct())
        {
            _signals.Raise(tenant, collection);
        }
        return removed.Count;
    }
}
