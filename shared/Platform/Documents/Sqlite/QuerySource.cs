using IntegrationFunctions.Platform.Documents.Indexes;

namespace IntegrationFunctions.Platform.Documents.Sqlite;

/// <summary>Where a query reads from: the tables, the index that it must use, and what is last in every order. ?1 is the collection or the tenant.</summary>
/// <param name="From">After FROM.</param>
/// <param name="Where">After WHERE.</param>
/// <param name="Last">The id, or the whole path.</param>
internal sealed record QuerySource(string From, string Where, string Last)
{
    /// <param name="query">The query.</param>
    /// <param name="index">What serves it, or null.</param>
    /// <param name="indexes">The indexes as they are made.</param>
    /// <param name="value">Takes a value, gives the name of its parameter.</param>
    public static QuerySource Of(
        DocumentQuery query,
        DocumentIndex? index,
        DocumentIndexes indexes,
        Func<object?, string> value
    )
    {
        var name = query.Collection.Group;
        var group = indexes.Group(name);
        var (scope, last) = query.IsGroup ? ("owner", "d.path") : ("collection", "d.id");
        if (index is null)
        {
            return !query.IsGroup ? new("documents d INDEXED BY documents_ids", "d.collection = ?1", last)
                : DocumentIndexes.Spans(indexes.Catalogue.Find(name))
                    ? new(
                        $"documents d INDEXED BY {DocumentIndexes.PathName(group)}",
                        $"d.owner = ?1 AND d.grp = {group}",
                        last
                    )
                // No index is declared over the group: its documents are sorted by their paths.
                : new(
                    "documents_collections c INDEXED BY documents_collections_group CROSS JOIN documents d INDEXED BY documents_ids ON d.collection = c.key",
                    $"c.owner = ?1 AND c.grp = {group}",
                    "(c.path || '/' || d.id)"
                );
        }
        if (query.Filters.FirstOrDefault(filter => filter.Compare == Compare.ArrayContains) is { } contains)
        {
            var element = QueryRules.ValueOf(contains.Value);
            var number = DocumentIndexes.Elements(group, contains.Field).Number;
            return new(
                "documents_elements e CROSS JOIN documents d ON d.key = e.key",
                $"e.ix = {number} AND e.{scope} = ?1 AND e.rank = {value((long)element.Rank)} AND e.value = {value(element.Value ?? 0L)}",
                last
            );
        }
        return new(
            $"documents d INDEXED BY {DocumentIndexes.Name(group, index, query.IsGroup)}",
            $"d.{scope} = ?1 AND d.grp = {group}",
            last
        );
    }
}
