using IntegrationFunctions.Sandbox.Sap.Filter;
using IntegrationFunctions.Sandbox.Sap.Sets;

namespace IntegrationFunctions.Sandbox.Sap;

/// <summary>
/// The order that a sorted list had when its first page was served, so that later pages neither repeat nor miss a record that changed
/// since. Kept for the most recent lists; one that was dropped, or lost with the process, is sorted again.
/// </summary>
internal sealed class SortedViews
{
    private const int Kept = 32;

    private readonly Lock _lock = new();
    private readonly LinkedList<(string Id, int[] Indexes)> _views = new();

    public (string Id, int[] Indexes) Open(IEntitySet set, QueryOptions options)
    {
        if (options.SkipToken?.View is { } id)
        {
            lock (_lock)
            {
                for (var node = _views.First; node is not null; node = node.Next)
                {
                    if (node.Value.Id == id)
                    {
                        _views.Remove(node);
                        _views.AddFirst(node);
                        return node.Value;
                    }
                }
            }
        }
        var view = (options.SkipToken?.View ?? Guid.NewGuid().ToString("N"), Sort(set, options));
        lock (_lock)
        {
            _views.AddFirst(view);
            if (_views.Count > Kept)
            {
                _views.RemoveLast();
            }
        }
        return view;
    }

    private static int[] Sort(IEntitySet set, QueryOptions options)
    {
        var (from, to) = IndexRange.Of(options.Filter, set);
        var rows = new List<(int Index, object?[] Keys)>();
        for (var i = from; i < to; i++)
        {
            var row = set.Row(i);
            if (options.Filter?.Matches(row) ?? true)
            {
                rows.Add((i, options.OrderBy.Select(o => row[o.Property.Name]).ToArray()));
            }
        }
        rows.Sort(
            (a, b) =>
            {
                for (var k = 0; k < a.Keys.Length; k++)
                {
                    var order = ComparisonNode.Compare(a.Keys[k], b.Keys[k]);
                    if (order != 0)
                    {
                        return options.OrderBy[k].Descending ? -order : order;
                    }
                }
                return a.Index.CompareTo(b.Index);
            }
        );
        return rows.Select(r => r.Index).ToArray();
    }
}
