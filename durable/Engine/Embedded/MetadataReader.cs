using System.Globalization;
using System.Text;
using IntegrationFunctions.Durable.History;
using IntegrationFunctions.Platform.Storage;
using Microsoft.Data.Sqlite;

namespace IntegrationFunctions.Durable.Embedded;

/// <summary>Instances as readers from outside see them.</summary>
internal static class MetadataReader
{
    private const int MaxPage = 1000;
    private const string Columns =
        "i.key, i.name, i.instance_id, i.status, i.created_at, "
        + "max(i.updated_at, coalesce((SELECT h.at FROM workflows_history h WHERE h.key=i.key ORDER BY h.seq DESC LIMIT 1), 0)), "
        + "i.input, i.output, i.custom_status, i.failure, i.tags, i.version, i.parent";

    public static OrchestrationMetadata? Find(SqliteReadScope scope, string instanceId, bool payloads)
    {
        using var rows = scope
            .Command($"SELECT {Columns} FROM workflows_instances i WHERE i.instance_id=$1", instanceId)
            .ExecuteReader();
        return rows.Read() ? ReadOne(scope, rows, payloads) : null;
    }

    public static OrchestrationPage Query(SqliteReadScope scope, OrchestrationQuery query)
    {
        if (query.PageSize is < 1 or > MaxPage)
        {
            throw new ArgumentException($"{nameof(query.PageSize)} is {query.PageSize}; it must be 1 to {MaxPage}.");
        }
        var values = new List<object?>();
        var sql = Compose(query, values);
        var found = new List<OrchestrationMetadata>();
        string? token = null;
        var last = 0L;
        using var rows = scope.Command(sql, values.ToArray()).ExecuteReader();
        while (rows.Read())
        {
            if (found.Count == query.PageSize)
            {
                token = last.ToString(CultureInfo.InvariantCulture);
                break;
            }
            last = rows.GetInt64(0);
            found.Add(ReadOne(scope, rows, payloads: true));
        }
        return new OrchestrationPage(found, token);
    }

    public static IReadOnlyList<HistoryEvent>? History(SqliteReadScope scope, string instanceId)
    {
        if (InstanceTable.ReadOne(scope.Command(InstanceTable.SelectById, instanceId)) is not { } row)
        {
            return null;
        }
        var output = scope.Command("SELECT output FROM workflows_instances WHERE key=$1", row.Key).ExecuteScalar();
        return HistoryTable.Complete(
            scope,
            HistoryTable.ReadStored(scope, row.Key).SelectMany(batch => batch.Events),
            Payloads.Resolve(scope, row.Input),
            Payloads.Resolve(scope, output as string)
        );
    }

    private static string Compose(OrchestrationQuery query, List<object?> values)
    {
        var sql = new StringBuilder($"SELECT {Columns} FROM workflows_instances i");
        var where = new List<string>();
        string Parameter(object? value)
        {
            values.Add(value);
            return $"${values.Count}";
        }
        if (query.TagName is { } tag)
        {
            sql.Append(" JOIN workflows_tags t ON t.key=i.key");
            where.Add($"t.name={Parameter(tag)}");
            if (query.TagValue is { } value)
            {
                where.Add($"t.value={Parameter(value)}");
            }
        }
        if (query.Statuses is { } statuses)
        {
            // Numbers, not parameters: only then can the partial index over all but the completed be used.
            where.Add($"i.status IN ({string.Join(',', statuses.Select(s => (int)s).Distinct().Order())})");
        }
        if (query.Name is { } name)
        {
            where.Add($"i.name={Parameter(name)}");
        }
        if (query.CreatedFrom is { } from)
        {
            where.Add($"i.created_at>={Parameter(from.UtcTicks)}");
        }
        if (query.CreatedTo is { } to)
        {
            where.Add($"i.created_at<{Parameter(to.UtcTicks)}");
        }
        if (query.InstanceIdPrefix is { Length: > 0 } prefix)
        {
            var parameter = Parameter(prefix);
            where.Add($"substr(i.instance_id, 1, length({parameter}))={parameter}");
        }
        if (query.ContinuationToken is { } token)
        {
            if (!long.TryParse(token, NumberStyles.None, CultureInfo.InvariantCulture, out var key))
            {
                throw new ArgumentException(
                    $"The continuation token '{token}' is not one of this list. Take it from the page before."
                );
            }
            where.Add($"i.key<{Parameter(key)}");
        }
        if (where.Count > 0)
        {
            sql.Append(" WHERE ").AppendJoin(" AND ", where);
        }
        sql.Append(" ORDER BY i.key DESC LIMIT ").Append(query.PageSize + 1);
        return sql.ToString();
    }

    private static OrchestrationMetadata ReadOne(SqliteReadScope scope, SqliteDataReader rows, bool payloads) =>
        new(
            rows.GetString(1),
            rows.GetString(2),
            (OrchestrationRuntimeStatus)rows.GetInt32(3),
            InstanceTable.Time(rows.GetInt64(4)),
            InstanceTable.Time(rows.GetInt64(5)),
            payloads ? Payloads.ResolveOrNull(scope, InstanceTable.Text(rows, 6)) : null,
            payloads ? Payloads.ResolveOrNull(scope, InstanceTable.Text(rows, 7)) : null,
            payloads ? InstanceTable.Text(rows, 8) : null,
            EventJson.Failure(InstanceTable.Text(rows, 9)),
            EventJson.Tags(InstanceTable.Text(rows, 10)) ?? new Dictionary<string, string>()
        )
        {
            Version = InstanceTable.Text(rows, 11),
            ParentInstanceId = EventJson.Parent(InstanceTable.Text(rows, 12))?.InstanceId,
        };
}
