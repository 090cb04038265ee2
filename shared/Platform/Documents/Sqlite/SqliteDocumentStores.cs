using IntegrationFunctions.Platform.Messages.Outbox;
using IntegrationFunctions.Platform.Storage;

namespace IntegrationFunctions.Platform.Documents.Sqlite;

/// <summary>
/// Documents in SQLite. An id may occur once in a batch. Strings are ordered by their UTF-8 bytes, numbers as IEEE 754 doubles or 64-bit
/// integers, and the id, last key of every order, always ascends.
/// </summary>
/// <param name="database">Holds the modules documents and messages (<see cref="EmbeddedStorage"/>).</param>
/// <param name="messages">Takes the messages of batches; over the same database.</param>
/// <param name="clock">Dates the documents.</param>
public sealed class SqliteDocumentStores(SqliteDatabase database, IBatchMessages messages, TimeProvider clock)
    : IDocumentStores
{
    private readonly CollectionKeys _keys = new();

    /// <inheritdoc/>
    public IDocumentStore ForTenant(string tenantId)
    {
        PathRules.CheckSegment(tenantId);
        return new SqliteDocumentStore(database, messages, clock, _keys, tenantId);
    }

    /// <inheritdoc/>
    public Task<int> KeepHouse(int max, CancellationToken ct = default) =>
        throw new NotSupportedException("Not there yet.");
}
