using System.Text;
using IntegrationFunctions.Platform.Storage;

namespace IntegrationFunctions.Platform.Documents.Sqlite;

/// <summary>
/// The declared indexes as indexes of the database, each over the documents of one group alone: made when the store is opened, and removed
/// when they are no longer declared, in one transaction. A new one over documents that are there takes some seconds a million.
/// </summary>
internal sealed class DocumentIndexes
{
    private const string Prefix = "documents_declared_";
    private readonly Dictionary<string, long> _groups = new(StringComparer.Ordinal);

    private DocumentIndexes(DocumentCatalogue catalogue) => Catalogue = catalogue;

    /// <summary>What is declared.</summary>
    public DocumentCatalogue Catalogue { get; }

    /// <param name="database">Is written to where something is missing or too much.</param>
    /// <param name="catalogue">What is declared.</param>
    /// <param name="tell">Hears of each index before it is made.</param>
    public static DocumentIndexes Open(SqliteDatabase database, DocumentCatalogue catalogue, Action<string> tell)
    {
        var indexes = new DocumentIndexes(catalogue);
        database.WriteAndWait(scope => indexes.Update(scope, tell));
        return indexes;
    }

    /// <summary>The number of a declared group.</summary>
    public long Group(string name) => _groups[name];

    /// <summary>Whether a group's documents can be walked in the order of their paths.</summary>
    public static bool Spans(DocumentGroup group) => group.Indexes.Any(index => index.AcrossGroup);

    /// <summary>The name of the index that serves queries over a collection, or over the group. The name is made of what it is.</summary>
    public static string Name(long group, DocumentIndex index, bool overGroup) =>
        Prefix + Identifiers.From("", "index", Sql("", group, index, overGroup))[1..];

    /// <summary>The name of the index by path.</summary>
    public static string PathName(long group) => $"{Prefix}path_{group}";

    /// <summary>The name that an array's elements are found by: the trigger's, and the number of its rows.</summary>
    public static (string Name, long Number) Elements(long group, string field)
    {
        var hash = Identifiers.From("", ["elements", .. ElementsSql(group, field, "", 0)])[1..];
        return (Prefix + hash, Convert.ToInt64(hash[..15], 16));
    }

    private int Update(SqliteWriteScope scope, Action<string> tell)
    {
        var wanted = new Dictionary<string, Action<string>>(StringComparer.Ordinal);
        foreach (var group in Catalogue.Groups)
        {
            scope
                .Prepare("INSERT INTO documents_groups(name) VALUES(?1) ON CONFLICT DO NOTHING")
                .Bind(1, group.Name)
                .Run();
            var key = scope
                .Prepare("SELECT key FROM documents_groups WHERE name=?1")
                .Bind(1, group.Name)
                .Scalar()!
                .Value;
            _groups[group.Name] = key;
            Span(scope, group, key);
            Want(scope, group, key, wanted);
        }
        var there = There(scope);
        foreach (var name in there.Keys.Except(wanted.Keys, StringComparer.Ordinal))
        {
            Drop(scope, name, there[name]);
        }
        foreach (var (name, make) in wanted.Where(index => !there.ContainsKey(index.Key)))
        {
            tell(name);
            make(name);
        }
        return 0;
    }

    private static void Want(
        SqliteWriteScope scope,
        DocumentGroup group,
        long key,
        Dictionary<string, Action<string>> wanted
    )
    {
        if (Spans(group))
        {
            wanted[PathName(key)] = name =>
                Run(scope, $"CREATE INDEX {name} ON documents(owner, path, expires) WHERE grp = {key}");
        }
        foreach (var index in group.Indexes)
        {
            if (index.Fields.FirstOrDefault(field => field.Elements) is { } elements)
            {
                var (trigger, number) = Elements(key, elements.Name);
                wanted[trigger] = name => MakeElements(scope, key, elements.Name, name, number);
                continue;
            }
            wanted[Name(key, index, overGroup: false)] = name => Run(scope, Sql(name, key, index, overGroup: false));
            if (index.AcrossGroup)
            {
                wanted[Name(key, index, overGroup: true)] = name => Run(scope, Sql(name, key, index, overGroup: true));
            }
        }
    }

    // What expires is in it, so that counting needs no look at the documents.
    private static string Sql(string name, long group, DocumentIndex index, bool overGroup)
    {
        var sql = new StringBuilder($"CREATE INDEX {name} ON documents({(overGroup ? "owner" : "collection")}");
        foreach (var field in index.Fields)
        {
            var direction = field.Descending ? " DESC" : "";
            sql.Append($", {FieldSql.Rank(field.Name)}{direction}, {FieldSql.Value(field.Name)}{direction}");
        }
        return sql.Append($", {(overGroup ? "path" : "id")}, expires) WHERE grp = {group}").ToString();
    }

    // Documents that were written while the group needed no paths get theirs now.
    private static void Span(SqliteWriteScope scope, DocumentGroup group, long key)
    {
        var changed = scope
            .Prepare("UPDATE documents_groups SET spans=?2 WHERE key=?1 AND spans<>?2")
            .Bind(1, key)
            .Bind(2, Spans(group) ? 1L : 0L)
            .Run();
        if (changed > 0 && Spans(group))
        {
            scope
                .Prepare(
                    """
                    UPDATE documents SET path = c.path || '/' || documents.id FROM documents_collections c
                    WHERE c.grp = ?1 AND documents.collection = c.key AND documents.path IS NULL
                    """
                )
                .Bind(1, key)
                .Run();
        }
    }

    private static void MakeElements(SqliteWriteScope scope, long group, string field, string name, long number)
    {
        foreach (var sql in ElementsSql(group, field, name, number))
        {
            Run(scope, sql);
        }
        Run(scope, ElementRows(group, field, number, "d", "documents d CROSS JOIN "));
    }

    // Kept by triggers, so that no writer can forget them. An element that occurs twice is one row.
    private static string[] ElementsSql(long group, string field, string name, long number) =>
        [
            $"CREATE TRIGGER {name} AFTER INSERT ON documents WHEN new.grp = {group} BEGIN {ElementRows(group, field, number, "new")}; END",
            $"CREATE TRIGGER {name}_update AFTER UPDATE OF content ON documents WHEN new.grp = {group} BEGIN "
                + $"DELETE FROM documents_elements WHERE key = old.key AND ix = {number}; {ElementRows(group, field, number, "new")}; END",
            $"CREATE TRIGGER {name}_delete AFTER DELETE ON documents WHEN old.grp = {group} BEGIN "
                + $"DELETE FROM documents_elements WHERE key = old.key AND ix = {number}; END",
        ];

    private static string ElementRows(long group, string field, long number, string row, string of = "") =>
        $"""
            INSERT OR IGNORE INTO documents_elements(ix, collection, owner, rank, value, key)
            SELECT {number}, {row}.collection, {row}.owner,
                CASE j.type WHEN 'null' THEN 1 WHEN 'false' THEN 2 WHEN 'true' THEN 3 WHEN 'text' THEN 5 ELSE 4 END,
                CASE j.type WHEN 'integer' THEN j.atom WHEN 'real' THEN j.atom WHEN 'text' THEN j.atom ELSE 0 END, {row}.key
            FROM {of}json_each({row}.content, {FieldSql.Path(field)}) j
            WHERE json_type({row}.content, {FieldSql.Path(
                field
            )}) = 'array' AND j.type NOT IN ('array','object') AND {row}.grp = {group}
            """;

    private static Dictionary<string, string> There(SqliteWriteScope scope)
    {
        var there = new Dictionary<string, string>(StringComparer.Ordinal);
        var rows = scope.Prepare("SELECT name, type FROM sqlite_schema WHERE name GLOB ?1").Bind(1, Prefix + "*");
        while (rows.Step())
        {
            there[rows.Text(0)] = rows.Text(1);
        }
        foreach (
            var part in there
                .Keys.Where(name =>
                    name.EndsWith("_update", StringComparison.Ordinal)
                    || name.EndsWith("_delete", StringComparison.Ordinal)
                )
                .ToArray()
        )
        {
            there.Remove(part);
        }
        return there;
    }

    private static void Drop(SqliteWriteScope scope, string name, string type)
    {
        Run(scope, $"DROP {type} {name}");
        if (type == "trigger")
        {
            Run(scope, $"DROP TRIGGER {name}_update");
            Run(scope, $"DROP TRIGGER {name}_delete");
            scope
                .Prepare("DELETE FROM documents_elements WHERE ix=?1")
                .Bind(1, Convert.ToInt64(name.Substring(Prefix.Length, 15), 16))
                .Run();
        }
    }

    private static void Run(SqliteWriteScope scope, string sql) => scope.Execute(sql);
}
