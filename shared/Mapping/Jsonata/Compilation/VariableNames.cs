using IntegrationFunctions.Mapping.Jsonata.Functions;
using IntegrationFunctions.Mapping.Jsonata.Syntax;

namespace IntegrationFunctions.Mapping.Jsonata.Compilation;

/// <summary>Which variables an expression may bind. All others are the caller's or functions of the language, and need no scopes to be searched.</summary>
internal sealed class VariableNames
{
    private readonly HashSet<string> _bound = new(StringComparer.Ordinal);
    private readonly HashSet<SyntaxNode> _binding = [];
    private bool _anything;

    /// <summary>Looks through a tree.</summary>
    /// <param name="root">The tree.</param>
    /// <param name="knowsScope">False where variables of another expression are around it.</param>
    public static VariableNames Of(SyntaxNode root, bool knowsScope)
    {
        var names = new VariableNames { _anything = !knowsScope };
        names.Visit(root);
        return names;
    }

    public bool MayBeBound(string name) => _anything || _bound.Contains(name);

    /// <summary>Whether something within a block may bind a variable in its scope.</summary>
    public bool Binds(SyntaxNode block) => _anything || _binding.Contains(block);

    // True where the node, or one within it, binds a variable or evaluates what is not known yet.
    private bool Visit(SyntaxNode? node)
    {
        if (node is null)
        {
            return false;
        }
        Guard.Stack();
        var binds = false;
        if (node.Kind == SyntaxKind.Bind)
        {
            binds = true;
            _bound.Add(node.Left!.Text);
        }
        if (node is { Kind: SyntaxKind.Variable, Text: EvalFunction.Name })
        {
            binds = _anything = true;
        }
        if (node.Kind == SyntaxKind.Lambda)
        {
            _bound.UnionWith(node.Items.Select(parameter => parameter.Text));
        }
        Add(node.Focus);
        Add(node.Index);
        foreach (var stage in (node.Stages ?? []).Concat(node.Predicates ?? []))
        {
            Add(stage.Index);
            binds |= Visit(stage.Filter);
        }
        foreach (var item in node.Items)
        {
            binds |= Visit(item);
        }
        foreach (var (key, value) in node.Pairs.Concat(node.Group?.Pairs ?? []))
        {
            binds |= Visit(key) | Visit(value);
        }
        foreach (var term in node.Terms)
        {
            binds |= Visit(term.Expression);
        }
        binds |= Visit(node.Left) | Visit(node.Right) | Visit(node.Condition) | Visit(node.Then) | Visit(node.Else);
        binds |= Visit(node.Procedure) | Visit(node.Body) | Visit(node.Pattern);
        if (binds)
        {
            _binding.Add(node);
        }
        return binds;
    }

    private void Add(string? name)
    {
        if (name is not null)
        {
            _bound.Add(name);
        }
    }
}
