using IntegrationFunctions.Mapping.Jsonata.Functions;
using IntegrationFunctions.Mapping.Jsonata.Syntax;

namespace IntegrationFunctions.Mapping.Jsonata.Compilation;

/// <summary>The fields of the input that an expression names. What stands within a path's later steps is relative to them and not told.</summary>
internal static class PathsRead
{
    public static IReadOnlyList<IReadOnlyList<string>> Of(SyntaxNode root)
    {
        var paths = new List<IReadOnlyList<string>>();
        Visit(root, paths);
        return [.. paths.DistinctBy(path => string.Join('\0', path))];
    }

    private static void Visit(SyntaxNode? node, List<IReadOnlyList<string>> paths)
    {
        Guard.Stack();
        switch (node)
        {
            case null or { Kind: SyntaxKind.Lambda or SyntaxKind.Transform }:
                return;
            case { Kind: SyntaxKind.Path }:
                // $ and $$ at the beginning are the input too.
                var from = node.Items[0] is { Kind: SyntaxKind.Variable, Text: "" or "$", Stages: null } ? 1 : 0;
                var names = node
                    .Items.Skip(from)
                    .TakeWhile(step => step.Kind == SyntaxKind.Name)
                    .Select(step => step.Text)
                    .ToArray();
                if (names.Length > 0)
                {
                    paths.Add(names);
                }
                else
                {
                    Visit(node.Items[0], paths);
                }
                return;
        }
        foreach (var item in node.Items)
        {
            Visit(item, paths);
        }
        foreach (var (key, value) in node.Pairs)
        {
            Visit(key, paths);
            Visit(value, paths);
        }
        Visit(node.Left, paths);
        Visit(node.Right, paths);
        Visit(node.Condition, paths);
        Visit(node.Then, paths);
        Visit(node.Else, paths);
        Visit(node.Procedure, paths);
    }
}
