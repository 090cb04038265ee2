using System.Text.Json;
using IntegrationFunctions.Durable.History;
using IntegrationFunctions.Platform.Storage;

namespace IntegrationFunctions.Durable.Embedded;

/// <summary>The events of a turn, as stored.</summary>
internal sealed record HistoryBatch(long Seq, List<HistoryEvent> Events);

/// <summary>
/// SQL over histories. What the instance's row holds (the input of the execution, its output) is left out of the events when they are written,
/// and put back when they are read.
/// </summary>
internal static class HistoryTable
{
    /// <summary>The batch as it is stored; what is too large for it is added to <paramref name="aside"/>.</summary>
    public static byte[] Encode(List<HistoryEvent> events, Func<long> nextPayload, List<(long Id, string Text)> aside)
    {
        var stored = new List<HistoryEvent>(events.Count);
        foreach (var e in events)
        {
            stored.Add(
                e switch
                {
                    ExecutionStarted started => started with { Input = null },
                    ExecutionCompleted completed => completed with { Result = null },
                    _ => Payloads.PutAside(e, nextPayload, aside),
                }
            );
        }
        return EventJson.Write(stored);
    }

    public static void Append(SqliteWriteScope scope, long key, DateTime at, byte[] events) =>
        scope
            .Prepare("INSERT INTO workflows_history(key, at, events) VALUES(?1,?2,?3)")
            .Bind(1, key)
            .Bind(2, at.Ticks)
            .BindBlob(3, events)
            .Run();

    public static void Delete(SqliteWriteScope scope, long key) =>
        scope.Prepare("DELETE FROM workflows_history WHERE key=?1").Bind(1, key).Run();

    /// <summary>The batches as they are stored, oldest first: payloads that were kept aside are references.</summary>
    /// <exception cref="DamagedHistoryException">One can't be read.</exception>
    public static List<HistoryBatch> ReadStored(SqliteReadScope scope, long key)
    {
        var batches = new List<HistoryBatch>();
        using var rows = scope
            .Command("SELECT seq, events FROM workflows_history WHERE key=$1 ORDER BY seq", key)
            .ExecuteReader();
        while (rows.Read())
        {
            try
            {
                batches.Add(new HistoryBatch(rows.GetInt64(0), EventJson.ReadMany(rows.GetFieldValue<byte[]>(1))));
            }
            catch (Exception e) when (e is JsonException or NotSupportedException)
            {
                throw new DamagedHistoryException($"turn {batches.Count + 1} can't be read: {e.Message}");
            }
        }
        return batches;
    }

    /// <exception cref="DamagedHistoryException">What is to be replayed does not begin with the start of an execution.</exception>
    public static void CheckBeginning(List<HistoryBatch> batches)
    {
        if (batches is [{ Events: not [OrchestratorStarted, ExecutionStarted, ..] }, ..])
        {
            throw new DamagedHistoryException("its beginning is missing");
        }
    }

    /// <summary>The events with everything that was left out or kept aside.</summary>
    public static List<HistoryEvent> Complete(
        SqliteReadScope scope,
        IEnumerable<HistoryEvent> stored,
        string? input,
        string? output
    ) =>
        [
            .. stored.Select(e =>
                e switch
                {
                    ExecutionStarted { Input: null } started => started with { Input = input },
                    ExecutionCompleted { Result: null } completed => completed with { Result = output },
                    _ => Payloads.Resolve(scope, e),
                }
            ),
        ];
}
