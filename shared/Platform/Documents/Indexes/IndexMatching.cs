namespace IntegrationFunctions.Platform.Documents.Indexes;

/// <summary>
/// Which declared index serves a query. Its fields are: first those of the equalities (Equal, In, one ArrayContains), in any order; then those
/// of the order, all in their directions or all in the opposite ones, or the field of a range; a NotEqual's field anywhere behind the
/// equalities. Fields behind these do no harm.
/// </summary>
internal static class IndexMatching
{
    /// <returns>Null where the query needs no index: it has neither filters nor an order.</returns>
    /// <exception cref="MissingIndexException">None serves it.</exception>
    public static DocumentIndex? Find(DocumentGroup group, DocumentQuery query)
    {
        var need = Need.Of(query);
        return need.Equal.Count + need.Then.Count + need.Besides.Count == 0
            ? null
            : group
                .Indexes.Where(index => (index.AcrossGroup || !query.IsGroup) && need.IsServedBy(index.Fields))
                .OrderBy(index => need.IsReversed(index.Fields))
                .ThenBy(index => index.Fields.Count)
                .FirstOrDefault()
                ?? throw new MissingIndexException(group.Name, need.Declaration(query.IsGroup));
    }

    private sealed record Need(
        IReadOnlyList<IndexField> Equal,
        IReadOnlyList<IndexField> Then,
        bool IsOrdered,
        IReadOnlyList<string> Besides
    )
    {
        public static Need Of(DocumentQuery query)
        {
            var equal = query
                .Filters.Where(filter => filter.Compare is Compare.Equal or Compare.In or Compare.ArrayContains)
                .Select(filter => new IndexField(filter.Field, Elements: filter.Compare == Compare.ArrayContains))
                .Distinct()
                .ToArray();
            var order = query
                .Order.Where(order => !QueryRules.IsFixed(query, order.Field))
                .DistinctBy(order => order.Field)
                .Select(order => new IndexField(order.Field, order.Descending))
                .ToArray();
            var range = query.Filters.FirstOrDefault(filter =>
                QueryRules.IsRange(filter.Compare) && !QueryRules.IsFixed(query, filter.Field)
            );
            var besides = query
                .Filters.Where(filter => filter.Compare == Compare.NotEqual && !QueryRules.IsFixed(query, filter.Field))
                .Select(filter => filter.Field)
                .Distinct(StringComparer.Ordinal)
                .ToArray();
            return order.Length > 0 || range is null
                ? new(equal, order, order.Length > 0, besides)
                : new(equal, [new IndexField(range.Field)], false, besides);
        }

        public bool IsServedBy(IReadOnlyList<IndexField> fields) =>
            fields.Count >= Equal.Count + Then.Count
            && fields.Take(Equal.Count).All(field => Equal.Contains(field with { Descending = false }))
            && Equal.All(field => fields.Take(Equal.Count).Contains(field, SameField.Instance))
            && (Follows(fields, reversed: false) || Follows(fields, reversed: true))
            && Besides.All(name => fields.Skip(Equal.Count).Any(field => field.Name == name && !field.Elements));

        public bool IsReversed(IReadOnlyList<IndexField> fields) => !Follows(fields, reversed: false);

        private bool Follows(IReadOnlyList<IndexField> fields, bool reversed) =>
            Then.Select(
                    (key, i) =>
                        fields[Equal.Count + i] is { Elements: false } field
                        && field.Name == key.Name
                        && (!IsOrdered || field.Descending == (key.Descending != reversed))
                )
                .All(fits => fits);

        /// <summary>The smallest that would do.</summary>
        public DocumentIndex Declaration(bool acrossGroup) =>
            new([
                .. Equal,
                .. Then,
                .. Besides
                    .Except(Then.Select(field => field.Name), StringComparer.Ordinal)
                    .Select(name => new IndexField(name)),
            ])
            {
                AcrossGroup = acrossGroup,
            };
    }

    // By name and kind; the direction plays no part among equalities.
    private sealed class SameField : IEqualityComparer<IndexField>
    {
        public static readonly SameField Instance = new();

        public bool Equals(IndexField? x, IndexField? y) => x?.Name == y?.Name && x?.Elements == y?.Elements;

        public int GetHashCode(IndexField obj) => obj.Name.GetHashCode(StringComparison.Ordinal);
    }
}
