using IntegrationFunctions.Platform.Messages.Sqlite;
using IntegrationFunctions.Platform.Storage;
using Microsoft.Extensions.Logging;

namespace IntegrationFunctions.Platform.Documents.Sqlite;

/// <summary>
/// Documents in SQLite. An id may occur once in a batch. Strings are ordered by their UTF-8 bytes, numbers as IEEE 754 doubles or 64-bit
/// integers, and the id, last key of every order, always ascends.
/// </summary>
/// <param name="database">Holds the modules documents and messages (<see cref="EmbeddedStorage"/>).</param>
/// <param name="queue">Takes the messages of batches; over the same database.</param>
/// <param name="clock">Dates the documents.</param>
/// <param name="catalogue">The groups that may be used; their indexes are made, and others removed, before this returns.</param>
/// <param name="log">Hears of indexes that are made: over many documents that takes a while.</param>
public sealed partial class SqliteDocumentStores(
    SqliteDatabase database,
    SqliteMessageQueue queue,
    TimeProvider clock,
    DocumentCatalogue catalogue,
    ILogger<SqliteDocumentStores>? log = null
) : IDocumentStores
{
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

    /// <inheritdoc/>
    public IDocumentStore ForTenant(string tenantId)
    {
        PathRules.CheckSegment(tenantId);
        return new SqliteDocumentStore(database, queue, clock, _keys, _indexes, tenantId);
    }

    [LoggerMessage(LogLevel.Information, "Making the index {Name} over the documents that are there")]
    private static partial void LogIndex(ILogger log, string name);

    /// <inheritdoc/>
    public Task<int> KeepHouse(int max, CancellationToken ct = default) =>
        throw new NotSupportedException("Not there yet.");
}
