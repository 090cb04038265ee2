using IntegrationFunctions.Sandbox.Sap.Sets;

namespace IntegrationFunctions.Sandbox.Sap.Filter;

/// <summary>
/// The part of a set in which a filter can match at all. Conditions on properties that ascend with the index, joined by 'and', become bounds
/// found by binary search; rows outside are never computed.
/// </summary>
internal static class IndexRange
{
    public static (int From, int To) Of(FilterNode? filter, IEntitySet set)
    {
        var range = (From: 0, To: set.Count);
        Narrow(filter, set, ref range);
        return range.From <= range.To ? range : (range.From, range.From);
    }

    private static void Narrow(FilterNode? node, IEntitySet set, ref (int From, int To) range)
    {
        switch (node)
        {
            case LogicalNode { IsAnd: true } both:
                Narrow(both.Left, set, ref range);
                Narrow(both.Right, set, ref range);
                break;
            case LogicalNode { IsAnd: false } either:
                var (left, right) = (range, range);
                Narrow(either.Left, set, ref left);
                Narrow(either.Right, set, ref right);
                // An empty side must not widen the other.
                range =
                    left.From >= left.To ? right
                    : right.From >= right.To ? left
                    : (Math.Min(left.From, right.From), Math.Max(left.To, right.To));
                break;
            case ComparisonNode { Left: PropertyNode property, Right: LiteralNode { Value: { } value } } comparison
                when set.Ascending.Contains(property.Property.Name):
                var name = property.Property.Name;
                switch (comparison.Operation)
                {
                    case "eq":
                        range.From = Math.Max(range.From, First(set, name, value, orEqual: true));
                        range.To = Math.Min(range.To, First(set, name, value, orEqual: false));
                        break;
                    case "gt" or "ge":
                        range.From = Math.Max(range.From, First(set, name, value, comparison.Operation == "ge"));
                        break;
                    case "lt" or "le":
                        range.To = Math.Min(range.To, First(set, name, value, comparison.Operation == "lt"));
                        break;
                }
                break;
        }
    }

    /// <summary>The first index whose value is greater than the given one, or equal to it.</summary>
    private static int First(IEntitySet set, string property, object value, bool orEqual)
    {
        int low = 0,
            high = set.Count;
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            var order = ComparisonNode.Compare(set.Row(middle)[property], value);
            if (order > 0 || (orEqual && order == 0))
            {
                high = middle;
            }
            else
            {
                low = middle + 1;
            }
        }
        return low;
    }
}
