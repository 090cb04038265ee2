using IntegrationFunctions.Durable.History;
using IntegrationFunctions.Platform.Storage;
using Microsoft.Data.Sqlite;

namespace IntegrationFunctions.Durable.Embedded;

/// <summary>SQL over instances and what belongs to one.</summary>
internal static class InstanceTable
{
    public const string SelectById =
        "SELECT key, instance_id, execution_id, name, version, status, busy, created_at, start_at, input, custom_status, tags, parent, trace "
        + "FROM workflows_instances WHERE instance_id=$1";

    public static InstanceRow? ReadOne(SqliteCommand command)
    {
        using var rows = command.ExecuteReader();
        return rows.Read()
            ? new InstanceRow(
                rows.GetInt64(0),
                rows.GetString(1),
                rows.GetString(2),
                rows.GetString(3),
                Text(rows, 4),
                (OrchestrationRuntimeStatus)rows.GetInt32(5),
                rows.GetInt32(6) == 1,
                Time(rows.GetInt64(7)),
                rows.IsDBNull(8) ? null : Time(rows.GetInt64(8)),
                Text(rows, 9),
                Text(rows, 10),
                EventJson.Tags(Text(rows, 11)),
                EventJson.Parent(Text(rows, 12)),
                Text(rows, 13),
                EventJson.DamageOf(Text(rows, 11), Text(rows, 12))
            )
            : null;
    }

    /// <summary>Writes a new row; an input that is too large for it goes aside.</summary>
    public static void Insert(SqliteWriteScope scope, InstanceRow row, Func<long> nextPayload)
    {
        var aside = new List<(long Id, string Text)>();
        scope
            .Prepare(
                "INSERT INTO workflows_instances(key, instance_id, execution_id, name, version, status, busy, created_at, updated_at, start_at, "
                    + "input, custom_status, tags, parent, trace) VALUES(?1,?2,?3,?4,?5,?6,?7,?8,?8,?9,?10,?11,?12,?13,?14)"
            )
            .Bind(1, row.Key)
            .Bind(2, row.InstanceId)
            .Bind(3, row.ExecutionId)
            .Bind(4, row.Name)
            .Bind(5, row.Version)
            .Bind(6, (long)row.Status)
            .Bind(7, row.Busy ? 1 : 0)
            .Bind(8, row.CreatedAt.Ticks)
            .Bind(9, row.StartAt?.Ticks)
            .Bind(10, Payloads.PutAside(row.Input, nextPayload, aside))
            .Bind(11, row.CustomStatus)
            .Bind(12, EventJson.Tags(row.Tags))
            .Bind(13, EventJson.Parent(row.Parent))
            .Bind(14, row.Trace)
            .Run();
        Payloads.Insert(scope, row.Key, aside);
        foreach (var (name, value) in row.Tags ?? new Dictionary<string, string>())
        {
            scope
                .Prepare("INSERT INTO workflows_tags(name, value, key) VALUES(?1,?2,?3)")
                .Bind(1, name)
                .Bind(2, value)
                .Bind(3, row.Key)
                .Run();
        }
        if (row.StartAt is { } startAt)
        {
            InsertTimer(scope, row.Key, row.ExecutionId, StartTimer, startAt);
        }
    }

    /// <summary>Stands in a timer's task id where the timer starts the instance.</summary>
    public const int StartTimer = -1;

    public static void InsertTimer(SqliteWriteScope scope, long key, string executionId, int taskId, DateTime fireAt) =>
        scope.Execute(
            "INSERT INTO workflows_timers(fire_at, key, task_id, execution_id) VALUES($1,$2,$3,$4)",
            fireAt.Ticks,
            key,
            taskId,
            executionId
        );

    /// <param name="carried">Whether it came to the execution before: it goes before what has come to this one.</param>
    public static void InsertInbox(
        SqliteWriteScope scope,
        long seq,
        long key,
        string? executionId,
        HistoryEvent e,
        bool carried = false
    ) =>
        scope
            .Prepare("INSERT INTO workflows_inbox(seq, key, execution_id, event, carried) VALUES(?1,?2,?3,?4,?5)")
            .Bind(1, seq)
            .Bind(2, key)
            .Bind(3, executionId)
            .BindBlob(4, EventJson.Write(e))
            .Bind(5, carried ? 1 : 0)
            .Run();

    /// <summary>The instance that can still take something in, or null.</summary>
    public static InstanceRow? FindOpen(SqliteWriteScope scope, string instanceId) =>
        ReadOne(scope.Command(SelectById, instanceId)) is { IsEnded: false } row ? row : null;

    /// <exception cref="OrchestrationAlreadyExistsException">The id is taken.</exception>
    public static void CheckFree(SqliteWriteScope scope, string instanceId)
    {
        if (
            scope.Prepare("SELECT 1 FROM workflows_instances WHERE instance_id=?1").Bind(1, instanceId).Scalar()
            is not null
        )
        {
            throw new OrchestrationAlreadyExistsException(instanceId);
        }
    }

    public static void DeleteAll(SqliteWriteScope scope, long key)
    {
        HistoryTable.Delete(scope, key);
        Payloads.Delete(scope, key);
        scope.Execute("DELETE FROM workflows_inbox WHERE key=$1", key);
        scope.Execute("DELETE FROM workflows_timers WHERE key=$1", key);
        scope.Execute("DELETE FROM workflows_tags WHERE key=$1", key);
        scope.Execute("DELETE FROM workflows_instances WHERE key=$1", key);
    }

    public static string? Text(SqliteDataReader rows, int column) =>
        rows.IsDBNull(column) ? null : rows.GetString(column);

    public static DateTime Time(long ticks) => new(ticks, DateTimeKind.Utc);
}
