using System.Runtime.CompilerServices;
using IntegrationFunctions.Platform.Storage;

namespace IntegrationFunctions.Platform.Documents.Sqlite;

/// <summary>
/// The numbers of commits, ever rising, counted in memory: the table holds only up to where they may have been given, a block at a time, so that
/// a commit need not write it. What a block has left when the program ends is skipped. Touched on the writer's thread alone.
/// </summary>
internal sealed class CommitNumbers
{
    private const long Block = 1000;

    // One a database, however many stores are over it: two counters would give numbers out of order.
    private static readonly ConditionalWeakTable<SqliteDatabase, CommitNumbers> All = [];
    private long? _last;
    private long _reserved;

    public static CommitNumbers Of(SqliteDatabase database) => All.GetValue(database, static _ => new CommitNumbers());

    /// <summary>The first sequence of the next commit.</summary>
    public long NextSequence(SqliteWriteScope scope)
    {
        var last = _last ??= _reserved = scope.Prepare("SELECT last FROM documents_commits").Scalar()!.Value;
        var next = last + 1;
        if (next > _reserved)
        {
            var reserved = next + Block;
            scope.Prepare("UPDATE documents_commits SET last=?1").Bind(1, reserved).Run();
            // The write around it may still fail; then the next one reserves again.
            scope.AfterCommit(() => _reserved = reserved);
        }
        _last = next;
        return next * DocumentsSchema.CommitStride;
    }
}
