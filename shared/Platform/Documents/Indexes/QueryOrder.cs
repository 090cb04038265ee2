using System.Text;

namespace IntegrationFunctions.Platform.Documents.Indexes;

/// <summary>The order of a query: its keys, and how two places in it compare.</summary>
internal static class QueryOrder
{
    /// <summary>The keys that count: a field that was named before says nothing new.</summary>
    public static IReadOnlyList<DocumentOrder> Keys(DocumentQuery query) =>
        [.. query.Order.DistinctBy(order => order.Field)];

    public static int Compare(IReadOnlyList<DocumentOrder> keys, QueryCursor left, QueryCursor right)
    {
        for (var i = 0; i < keys.Count; i++)
        {
            var sign = OrderValue.Compare(left.Values[i], right.Values[i]);
            if (sign != 0)
            {
                return keys[i].Descending ? -sign : sign;
            }
        }
        return Encoding.UTF8.GetBytes(left.Last).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(right.Last));
    }

    /// <summary>What a query is, whatever its page size and cursors: 16 bytes. A cursor fits no other.</summary>
    public static byte[] Shape(DocumentQuery query, string tenant)
    {
        List<string> parts = [query.IsGroup ? "group" : "query", tenant, query.Collection.Value];
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
