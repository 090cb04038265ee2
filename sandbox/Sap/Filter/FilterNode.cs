using IntegrationFunctions.Sandbox.Sap.Sets;

namespace IntegrationFunctions.Sandbox.Sap.Filter;

/// <summary>A node of a parsed $filter.</summary>
internal abstract class FilterNode
{
    /// <summary>What the node yields, or null where only a null literal stands.</summary>
    public abstract EdmKind? Kind { get; }

    public abstract object? Evaluate(IEntityRow row);

    public bool Matches(IEntityRow row) => Evaluate(row) is true;
}

internal sealed class LiteralNode(object? value, EdmKind? kind) : FilterNode
{
    public override EdmKind? Kind => kind;

    public object? Value => value;

    public override object? Evaluate(IEntityRow row) => value;
}

internal sealed class PropertyNode(EdmProperty property) : FilterNode
{
    public override EdmKind? Kind => property.Kind;

    public EdmProperty Property => property;

    public override object? Evaluate(IEntityRow row) => row[property.Name];
}

internal sealed class NotNode(FilterNode operand) : FilterNode
{
    public override EdmKind? Kind => EdmKind.Boolean;

    public override object? Evaluate(IEntityRow row) => !operand.Matches(row);
}

internal sealed class LogicalNode(bool and, FilterNode left, FilterNode right) : FilterNode
{
    public override EdmKind? Kind => EdmKind.Boolean;

    public bool IsAnd => and;

    public FilterNode Left => left;

    public FilterNode Right => right;

    public override object? Evaluate(IEntityRow row) =>
        and ? left.Matches(row) && right.Matches(row) : left.Matches(row) || right.Matches(row);
}

internal sealed class ComparisonNode(string operation, FilterNode left, FilterNode right) : FilterNode
{
    public override EdmKind? Kind => EdmKind.Boolean;

    public string Operation => operation;

    public FilterNode Left => left;

    public FilterNode Right => right;

    public override object? Evaluate(IEntityRow row)
    {
        var a = left.Evaluate(row);
        var b = right.Evaluate(row);
        if (a is null || b is null)
        {
            // Null equals null only, and is neither less nor greater than anything.
            return operation switch
            {
                "eq" => a is null && b is null,
                "ne" => a is not null || b is not null,
                _ => false,
            };
        }
        var order = Compare(a, b);
        return operation switch
        {
            "eq" => order == 0,
            "ne" => order != 0,
            "gt" => order > 0,
            "ge" => order >= 0,
            "lt" => order < 0,
            _ => order <= 0,
        };
    }

    /// <summary>Compares two values of the same kind; null is least.</summary>
    public static int Compare(object? a, object? b) =>
        (a, b) switch
        {
            (null, null) => 0,
            (null, _) => -1,
            (_, null) => 1,
            (string x, string y) => string.CompareOrdinal(x, y),
            _ => Comparer<object>.Default.Compare(a, b),
        };
}

internal sealed class TextFunctionNode(string name, FilterNode first, FilterNode second) : FilterNode
{
    public override EdmKind? Kind => EdmKind.Boolean;

    public override object? Evaluate(IEntityRow row)
    {
        if (first.Evaluate(row) is not string a || second.Evaluate(row) is not string b)
        {
            return false;
        }
        return name switch
        {
            // The odd one: substringof(needle, haystack).
            "substringof" => b.Contains(a, StringComparison.Ordinal),
            "startswith" => a.StartsWith(b, StringComparison.Ordinal),
            _ => a.EndsWith(b, StringComparison.Ordinal),
        };
    }
}
