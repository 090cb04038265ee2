namespace IntegrationFunctions.Platform.Documents.Sqlite;

/// <summary>
/// A field of a document's content as two SQL expressions, the rank of its type and its value, by which it is ordered and found. The texts are
/// the same in an index and in a query, for only then does SQLite see that they belong together.
/// </summary>
internal static class FieldSql
{
    public static string Rank(string field) =>
        $"CASE json_type(content,{Path(field)}) WHEN 'null' THEN 1 WHEN 'false' THEN 2 WHEN 'true' THEN 3 WHEN 'integer' THEN 4 "
        + "WHEN 'real' THEN 4 WHEN 'text' THEN 5 WHEN 'array' THEN 6 WHEN 'object' THEN 7 ELSE 0 END";

    /// <summary>NULL where the rank says everything.</summary>
    /// <remarks>Case by case: for IN with three values SQLite makes a table of its own at each insert, which costs more than the insert.</remarks>
    public static string Value(string field)
    {
        var value = $"json_extract(content,{Path(field)})";
        return $"CASE json_type(content,{Path(field)}) WHEN 'integer' THEN {value} WHEN 'real' THEN {value} WHEN 'text' THEN {value} END";
    }

    /// <summary>The field's JSON path as a literal of SQL.</summary>
    public static string Path(string field) =>
        $"'{FieldPath.From(field).Replace("'", "''", StringComparison.Ordinal)}'";
}
