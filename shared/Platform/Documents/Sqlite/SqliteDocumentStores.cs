using IntegrationFunctions.Platform.Messages.Sqlite;
using IntegrationFunctions.Platform.Storage;

namespace IntegrationFunctions.Platform.Documents.Sqlite;

/// <summary>
/// Documents in SQLite. An id may occur once in a batch. Strings are ordered by their UTF-8 bytes, numbers as IEEE 754 doubles or 64-bit
/// integers, and the id, last key of every order, always ascends.
/// </summary>
/// <param name="database">Holds the modules documents and messages (<see cref="EmbeddedStorage"/>).</param>
/// <param name="queue">Takes the messages of batches; over the same database.</param>
/// <param name="clock">Dates the documents.</param>
public sealed class SqliteDocumentStores(SqliteDatabase database, SqliteMessageQueue queue, TimeProvider clock)
    : IDocumentStores
{
    private readonly CollectionKeys _keys = new();
    private readonly CommitNumbers _numbers = CommitNumbers.Of(database);

    /// <inheritdoc/>
    public IDocumentStore ForTenant(string tenantId)
    {
        PathRules.CheckSegment(tenantId);
        return new SqliteDocumentStore(database, queue, clock, _keys, _numbers, tenantId);
    }

    /// <inheritdoc/>
    public Task<int> KeepHouse(int max, CancellationToken ct = default) =>
        throw new NotSupportedException("Not there yet.");
}
