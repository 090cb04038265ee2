using System.Globalization;
using IntegrationFunctions.Durable.History;
using IntegrationFunctions.Platform.Storage;

namespace IntegrationFunctions.Durable.Embedded;

/// <summary>Deletes instances that have ended, with all that belongs to them.</summary>
internal static class PurgeInstances
{
    // So many a write: each holds up the writes of running workflows for some milliseconds.
    private const int Batch = 200;

    private static readonly string Ended = string.Join(
        ',',
        Enum.GetValues<OrchestrationRuntimeStatus>().Where(InstanceRow.IsEnd).Select(s => (int)s)
    );

    /// <summary>One, and the sub-orchestrations of its last execution that have ended too.</summary>
    public static bool One(WorkflowEngine engine, SqliteWriteScope scope, string instanceId)
    {
        if (Find(scope, instanceId) is not { IsEnded: true } row)
        {
            return false;
        }
        DeleteWithSubs(engine, scope, row);
        return true;
    }

    private static void DeleteWithSubs(WorkflowEngine engine, SqliteWriteScope scope, InstanceRow row)
    {
        var children = new List<string>();
        using (var rows = scope.Command("SELECT events FROM workflows_history WHERE key=$1", row.Key).ExecuteReader())
        {
            while (rows.Read())
            {
                children.AddRange(EventJson.Subs(rows.GetFieldValue<byte[]>(0)));
            }
        }
        Delete(engine, scope, row.Key, row.InstanceId);
        foreach (var id in children)
        {
            if (Find(scope, id) is { IsEnded: true } child && SubOrchestrations.IsOf(child, row.InstanceId))
            {
                DeleteWithSubs(engine, scope, child);
            }
        }
    }

    private static InstanceRow? Find(SqliteWriteScope scope, string instanceId) =>
        InstanceTable.ReadOne(scope.Command(InstanceTable.SelectById, instanceId));

    /// <summary>All that the filter takes in, oldest first, in several writes.</summary>
    public static async Task<int> All(
        WorkflowEngine engine,
        PurgeInstancesFilter filter,
        CancellationToken cancellation
    )
    {
        var (sql, values) = Compose(filter);
        var purged = 0;
        for (var after = 0L; ; )
        {
            var found = Find(engine, sql, [.. values, after]);
            if (found.Count == 0)
            {
                return purged;
            }
            after = found[^1].Key;
            purged += await DeleteEnded(engine, found, cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>Those of the statuses that ended before a point in time, oldest first, in several writes.</summary>
    public static async Task<int> EndedBefore(
        WorkflowEngine engine,
        DateTime limit,
        IReadOnlyCollection<OrchestrationRuntimeStatus> statuses,
        CancellationToken cancellation
    )
    {
        var sql =
            $"SELECT key, instance_id, created_at, status IN ({Numbers(statuses)}) AND busy=0 AND updated_at<$1 "
            + $"FROM workflows_instances WHERE key>$2 ORDER BY key";
        var purged = 0;
        for (var after = 0L; ; )
        {
            var due = new List<(long Key, string InstanceId)>();
            var more = engine.Database.Read(scope =>
            {
                using var rows = scope.Command(sql, limit.Ticks, after).ExecuteReader();
                // Keys are in the order of creation: what was created after the limit can't have ended before it, and the walk stops there.
                while (rows.Read() && rows.GetInt64(2) < limit.Ticks)
                {
                    after = rows.GetInt64(0);
                    if (rows.GetInt64(3) == 1)
                    {
                        due.Add((after, rows.GetString(1)));
                    }
                    if (due.Count == Batch)
                    {
                        return true;
                    }
                }
                return false;
            });
            purged += await DeleteEnded(engine, due, cancellation).ConfigureAwait(false);
            if (!more)
            {
                return purged;
            }
        }
    }

    private static Task<int> DeleteEnded(
        WorkflowEngine engine,
        List<(long Key, string InstanceId)> found,
        CancellationToken cancellation
    ) =>
        found.Count == 0
            ? Task.FromResult(0)
            : engine.Database.WriteRepeatable(
                scope => found.Count(item => DeleteEnded(engine, scope, item)),
                cancellation
            );

    private static List<(long Key, string InstanceId)> Find(WorkflowEngine engine, string sql, object?[] values) =>
        engine.Database.Read(scope =>
        {
            var found = new List<(long, string)>();
            using var rows = scope.Command(sql, values).ExecuteReader();
            while (rows.Read())
            {
                found.Add((rows.GetInt64(0), rows.GetString(1)));
            }
            return found;
        });

    // It may have been restarted since it was found.
    private static bool DeleteEnded(WorkflowEngine engine, SqliteWriteScope scope, (long Key, string InstanceId) item)
    {
        if (
            scope
                .Prepare($"SELECT 1 FROM workflows_instances WHERE key=?1 AND status IN ({Ended})")
                .Bind(1, item.Key)
                .Scalar()
            is null
        )
        {
            return false;
        }
        Delete(engine, scope, item.Key, item.InstanceId);
        return true;
    }

    private static void Delete(WorkflowEngine engine, SqliteWriteScope scope, long key, string instanceId)
    {
        InstanceTable.DeleteAll(scope, key);
        scope.AfterCommit(() => engine.Forget(instanceId));
    }

    private static (string Sql, List<object?> Values) Compose(PurgeInstancesFilter filter)
    {
        var values = new List<object?>();
        string Parameter(object? value)
        {
            values.Add(value);
            return $"${values.Count}";
        }
        var where = new List<string>
        {
            $"i.status IN ({(filter.Statuses is { } only ? Numbers(only.Where(InstanceRow.IsEnd)) : Ended)})",
        };
        var join = "";
        if (filter.TagName is { } tag)
        {
            join = " JOIN workflows_tags t ON t.key=i.key";
            where.Add($"t.name={Parameter(tag)}");
            if (filter.TagValue is { } value)
            {
                where.Add($"t.value={Parameter(value)}");
            }
        }
        if (filter.CreatedFrom is { } from)
        {
            where.Add($"i.created_at>={Parameter(from.UtcTicks)}");
        }
        if (filter.CreatedTo is { } to)
        {
            where.Add($"i.created_at<{Parameter(to.UtcTicks)}");
        }
        return (
            $"SELECT i.key, i.instance_id FROM workflows_instances i{join} WHERE {string.Join(" AND ", where)} "
                + $"AND i.key>${values.Count + 1} ORDER BY i.key LIMIT {Batch}",
            values
        );
    }

    private static string Numbers(IEnumerable<OrchestrationRuntimeStatus> statuses) =>
        string.Join(',', statuses.Select(s => ((int)s).ToString(CultureInfo.InvariantCulture)).Distinct());
}
