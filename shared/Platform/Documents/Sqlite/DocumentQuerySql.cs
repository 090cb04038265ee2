using System.Text;
using System.Text.Json;
using IntegrationFunctions.Platform.Storage;

namespace IntegrationFunctions.Platform.Documents.Sqlite;

/// <summary>A query as SQL whose text depends on its shape alone; every name and value of the caller is bound.</summary>
internal sealed class DocumentQuerySql
{
    private readonly DocumentQuery _query;
    private readonly byte[] _shape;
    private readonly long _now;
    private readonly StringBuilder _sql = new();

    // Values of ?2, ?3...; ?1 is the collection.
    private readonly List<object?> _values = [];

    private DocumentQuerySql(DocumentQuery query, string tenant, long now)
    {
        _now = now;
        _query = query;
        _shape = Shape(query, tenant);
    }

    /// <exception cref="ArgumentException">Page size, cursor, field or value are not acceptable.</exception>
    public static DocumentQuerySql Page(DocumentQuery query, string tenant, long now)
    {
        if (query.PageSize is < 1 or > 1000)
        {
            throw new ArgumentException($"A page size of {query.PageSize} is out of range: 1 to 1,000 documents.");
        }
        var sql = new DocumentQuerySql(query, tenant, now);
        sql.WritePage();
        return sql;
    }

    /// <inheritdoc cref="Page"/>
    public static DocumentQuerySql Count(DocumentQuery query, string tenant, long now)
    {
        var sql = new DocumentQuerySql(query, tenant, now);
        sql._sql.Append("SELECT count(*) FROM documents");
        sql.WriteWhere();
        return sql;
    }

    public long ReadCount(SqliteReadScope scope, long collection) => Prepare(scope, collection).Scalar()!.Value;

    public DocumentPage ReadPage(SqliteReadScope scope, long collection)
    {
        var rows = Prepare(scope, collection);
        var documents = new List<Document>();
        QueryCursor? last = null;
        while (rows.Step())
        {
            if (documents.Count == _query.PageSize)
            {
                // One more than asked for: there is a next page, and it begins behind the row before.
                rows.Reset();
                return new(documents, last!.Write(_shape));
            }
            var id = rows.Text(0);
            documents.Add(
                new(
                    _query.Collection.Document(id),
                    Jsonb.Decode(rows.Span(4)),
                    DocumentReads.ETag(rows.Int64(1)),
                    DocumentReads.Time(rows.Int64(2)),
                    DocumentReads.Time(rows.Int64(3))
                )
                {
                    ExpiresAt = DocumentReads.Expiry(rows, 5),
                }
            );
            if (documents.Count == _query.PageSize)
            {
                last = new([.. _query.Order.Select((_, i) => ReadOrder(rows, 6 + (2 * i)))], id);
            }
        }
        return new(documents, null);
    }

    private static OrderValue ReadOrder(SqliteStatement row, int column) =>
        (int)row.Int64(column) switch
        {
            OrderValue.Number => new(
                OrderValue.Number,
                row.IsInteger(column + 1) ? row.Int64(column + 1) : row.Double(column + 1)
            ),
            OrderValue.Text => new(OrderValue.Text, row.Bytes(column + 1)),
            var rank => new(rank, null),
        };

    private SqliteStatement Prepare(SqliteReadScope scope, long collection)
    {
        var statement = scope.Prepare(_sql.ToString()).Bind(1, collection);
        for (var i = 0; i < _values.Count; i++)
        {
            _ = _values[i] switch
            {
                long number => statement.Bind(i + 2, number),
                double number => statement.BindDouble(i + 2, number),
                byte[] text => statement.BindText(i + 2, text),
                var text => statement.Bind(i + 2, (string?)text),
            };
        }
        return statement;
    }

    private string Value(object? value)
    {
        _values.Add(value);
        return $"?{_values.Count + 1}";
    }

    private void WritePage()
    {
        _sql.Append("SELECT * FROM (SELECT id, sequence, created, updated, content, expires");
        for (var i = 0; i < _query.Order.Count; i++)
        {
            var path = Value(FieldPath.From(_query.Order[i].Field));
            _sql.Append(
                $"""
                , CASE json_type(content,{path}) WHEN 'null' THEN 1 WHEN 'false' THEN 2 WHEN 'true' THEN 3
                  WHEN 'integer' THEN 4 WHEN 'real' THEN 4 WHEN 'text' THEN 5 WHEN 'array' THEN 6 WHEN 'object' THEN 7 ELSE 0 END r{i},
                  CASE WHEN json_type(content,{path}) IN ('integer','real','text') THEN json_extract(content,{path}) END v{i}
                """
            );
        }
        _sql.Append(" FROM documents");
        WriteWhere();
        _sql.Append(')');
        if (_query.After is { } after)
        {
            WriteAfter(QueryCursor.Read(after, _shape, _query.Order.Count));
        }
        _sql.Append(" ORDER BY ");
        for (var i = 0; i < _query.Order.Count; i++)
        {
            var direction = _query.Order[i].Descending ? " DESC" : "";
            _sql.Append($"r{i}{direction}, v{i}{direction}, ");
        }
        _sql.Append($"id LIMIT {Value(_query.PageSize + 1L)}");
    }

    // (a > A) or (a = A and b > B) or ... or (all equal and id > ID)
    private void WriteAfter(QueryCursor cursor)
    {
        var id = Value(cursor.Id);
        if (cursor.Values.Count == 0)
        {
            _sql.Append($" WHERE id > {id}");
            return;
        }
        _sql.Append(" WHERE ");
        var equal = "";
        for (var i = 0; i < cursor.Values.Count; i++)
        {
            var sign = _query.Order[i].Descending ? '<' : '>';
            var rank = Value((long)cursor.Values[i].Rank);
            var value = Value(cursor.Values[i].Value);
            _sql.Append($"({equal}(r{i} {sign} {rank} OR (r{i} = {rank} AND v{i} {sign} {value}))) OR ");
            equal += $"r{i} = {rank} AND v{i} IS {value} AND ";
        }
        _sql.Append($"({equal}id > {id})");
    }

    private void WriteWhere()
    {
        _sql.Append($" WHERE collection = ?1 AND (expires IS NULL OR expires > {Value(_now)})");
        foreach (var filter in _query.Filters)
        {
            _sql.Append(" AND ").Append(DocumentFilterSql.Write(filter, Value));
        }
    }

    // A cursor fits any page size, and nothing else that is different.
    private static byte[] Shape(DocumentQuery query, string tenant)
    {
        List<string> parts = ["query", tenant, query.Collection.Value];
        foreach (var filter in query.Filters)
        {
            parts.AddRange(["where", filter.Field, filter.Compare.ToString(), filter.Value?.ToJsonString() ?? "null"]);
        }
        foreach (var order in query.Order)
        {
            parts.AddRange(["order", order.Field, order.Descending ? "desc" : "asc"]);
        }
        return Convert.FromHexString(Identifiers.From("", [.. parts]).AsSpan(1));
    }
}
