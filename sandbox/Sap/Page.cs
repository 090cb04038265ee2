using IntegrationFunctions.Sandbox.Sap.Filter;
using IntegrationFunctions.Sandbox.Sap.Sets;

namespace IntegrationFunctions.Sandbox.Sap;

/// <summary>One page of a list: its rows with their indexes, the count where it was asked for, and where the next page begins.</summary>
internal sealed record Page(IReadOnlyList<(int Index, IEntityRow Row)> Rows, int? Count, SkipToken? Next)
{
    public const int MaxRows = 500;

    public static Page Read(IEntitySet set, QueryOptions options, SortedViews views, Range? within = null)
    {
        var token = options.SkipToken;
        var served = token?.Served ?? 0;
        var room = Math.Min(MaxRows, (options.Top ?? int.MaxValue) - served);
        var byKey = options.OrderBy.Count == 0 || IsNaturalOrder(options, set);
        var view = byKey ? ((string Id, int[] Indexes)?)null : views.Open(set, options);
        var (from, to) = view is { } sorted ? (0, sorted.Indexes.Length) : IndexRange.Of(options.Filter, set);
        if (within is { } part)
        {
            (from, to) = (Math.Max(from, part.Start.Value), Math.Min(to, part.End.Value));
        }
        // A sorted view holds only rows that matched when it was made; they stay in it whatever they have become.
        var filter = view is null ? options.Filter : null;
        var count = options.InlineCount ? token?.Count ?? CountOf(set, filter, from, to) : (int?)null;

        var rows = new List<(int, IEntityRow)>(Math.Clamp(room, 0, Math.Max(0, to - from)));
        var skip = token is null ? options.Skip : 0;
        var at = token is null ? from : Math.Max(from, token.Position);
        if (filter is null)
        {
            at = (int)Math.Min((long)at + skip, to);
            skip = 0;
        }
        SkipToken? next = null;
        for (; at < to && room > 0; at++)
        {
            var index = view is { } order ? order.Indexes[at] : at;
            if (rows.Count == room && options.Top is { } top && served + room >= top)
            {
                break;
            }
            var row = set.Row(index);
            if (!(filter?.Matches(row) ?? true) || skip-- > 0)
            {
                continue;
            }
            if (rows.Count == room)
            {
                next = new SkipToken(at, served + room, count, view?.Id);
                break;
            }
            rows.Add((index, row));
        }
        return new Page(rows, count, next);
    }

    public static int CountOf(IEntitySet set, FilterNode? filter, int from, int to)
    {
        if (filter is null)
        {
            return Math.Max(0, to - from);
        }
        var count = 0;
        for (var i = from; i < to; i++)
        {
            if (filter.Matches(set.Row(i)))
            {
                count++;
            }
        }
        return count;
    }

    /// <summary>Ordering by the leading key properties, upwards, is how the set lies anyway.</summary>
    private static bool IsNaturalOrder(QueryOptions options, IEntitySet set) =>
        options.OrderBy.Count <= set.Type.Keys.Count
        && set.Type.Keys.SkipLast(1).All(set.Ascending.Contains)
        && options
            .OrderBy.Select((o, i) => !o.Descending && o.Property.Name == set.Type.Keys[i])
            .All(natural => natural);
}
