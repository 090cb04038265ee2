using System.Runtime.CompilerServices;
using IntegrationFunctions.Mapping.Jsonata.Errors;

namespace IntegrationFunctions.Mapping.Jsonata.Syntax;

/// <summary>
/// Makes of operators what is evaluated: paths with steps, stages and groups; parents that know whose input they are; lambdas that know their
/// tail calls.
/// </summary>
internal sealed class Analyser
{
    private readonly Ancestry _ancestry = new();

    /// <exception cref="JsonataException">S02..</exception>
    public static SyntaxNode Analyse(SyntaxNode expression)
    {
        var result = new Analyser().Visit(expression);
        return result.Kind == SyntaxKind.Parent || result.SeekingParent is not null
            ? throw new JsonataException("S0217", Ancestry.NameOf(result.Kind), result.Position)
            : result;
    }

    private SyntaxNode Visit(SyntaxNode node)
    {
        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            throw new JsonataException("U1001", position: node.Position, text: "The expression is nested too deeply.");
        }
        var result = Analysed(node);
        result.KeepArray |= node.KeepArray;
        return result;
    }

    private SyntaxNode Analysed(SyntaxNode node)
    {
        switch (node.Kind)
        {
            case SyntaxKind.Binary:
                return Binary(node);
            case SyntaxKind.Negation:
                node.Left = Visit(node.Left!);
                if (node.Left.Kind == SyntaxKind.Number)
                {
                    node.Left.Literal = Negated(node.Left.Literal);
                    return node.Left;
                }
                Ancestry.Push(node, node.Left);
                return node;
            case SyntaxKind.ArrayConstructor:
                VisitAll(node);
                return node;
            case SyntaxKind.ObjectConstructor:
                node.Pairs = node.Pairs.ConvertAll(pair =>
                {
                    var key = Visit(pair.Key);
                    Ancestry.Push(node, key);
                    var value = Visit(pair.Value);
                    Ancestry.Push(node, value);
                    return (key, value);
                });
                return node;
            case SyntaxKind.Function or SyntaxKind.Partial:
                VisitAll(node);
                node.Procedure = Visit(node.Procedure!);
                return node;
            case SyntaxKind.Lambda:
                node.Body = TailCalls(Visit(node.Body!));
                return node;
            case SyntaxKind.Condition:
                return Condition(node);
            case SyntaxKind.Transform:
                node.Pattern = Visit(node.Pattern!);
                node.Left = Visit(node.Left!);
                node.Right = node.Right is null ? null : Visit(node.Right);
                return node;
            case SyntaxKind.Block:
                VisitAll(node);
                node.IsConstructed = node.Items.Exists(part =>
                    part.IsConstructed || (part.Kind == SyntaxKind.Path && part.Items[0].IsConstructed)
                );
                return node;
            case SyntaxKind.Name:
                return new(SyntaxKind.Path, "", node.Position) { Items = [node], KeepSingletonArray = node.KeepArray };
            case SyntaxKind.Parent:
                node.Slot = _ancestry.NewSlot();
                return node;
            case SyntaxKind.Operator when node.Text is "and" or "or" or "in":
                node.Kind = SyntaxKind.Name;
                return Analysed(node);
            case SyntaxKind.End:
                throw new JsonataException("S0207", node.Text, node.Position);
            default:
                return node;
        }
    }

    private SyntaxNode Condition(SyntaxNode node)
    {
        node.Condition = Visit(node.Condition!);
        Ancestry.Push(node, node.Condition);
        node.Then = Visit(node.Then!);
        Ancestry.Push(node, node.Then);
        if (node.Else is not null)
        {
            node.Else = Visit(node.Else);
            Ancestry.Push(node, node.Else);
        }
        return node;
    }

    private void VisitAll(SyntaxNode node)
    {
        for (var i = 0; i < node.Items.Count; i++)
        {
            node.Items[i] = Visit(node.Items[i]);
            Ancestry.Push(node, node.Items[i]);
        }
    }

    private SyntaxNode Binary(SyntaxNode node)
    {
        switch (node.Text)
        {
            case ".":
                return Path(node);
            case "[":
                return Filter(node);
            case "{":
                return Group(node);
            case "^":
                return Order(node);
            case "@":
                return Focus(node);
            case "#":
                return Index(node);
            case ":=":
                node.Kind = SyntaxKind.Bind;
                node.Left = Visit(node.Left!);
                node.Right = Visit(node.Right!);
                Ancestry.Push(node, node.Right);
                return node;
            case "~>":
                node.Kind = SyntaxKind.Apply;
                node.Left = Visit(node.Left!);
                node.Right = Visit(node.Right!);
                node.KeepArray = node.Left.KeepArray || node.Right.KeepArray;
                return node;
            default:
                node.Left = Visit(node.Left!);
                node.Right = Visit(node.Right!);
                Ancestry.Push(node, node.Left);
                Ancestry.Push(node, node.Right);
                return node;
        }
    }

    private SyntaxNode Path(SyntaxNode node)
    {
        var first = Visit(node.Left!);
        var path = first.Kind == SyntaxKind.Path ? first : new(SyntaxKind.Path, "", node.Position) { Items = [first] };
        if (first.Kind == SyntaxKind.Parent)
        {
            path.SeekingParent = [first.Slot!];
        }
        var rest = Visit(node.Right!);
        if (rest.Kind == SyntaxKind.Path)
        {
            path.Items.AddRange(rest.Items);
        }
        else
        {
            if (rest.Predicates is not null)
            {
                (rest.Stages, rest.Predicates) = (rest.Predicates, null);
            }
            path.Items.Add(rest);
        }
        foreach (var step in path.Items)
        {
            if (step.Kind is SyntaxKind.Number or SyntaxKind.Value)
            {
                throw new JsonataException("S0213", position: step.Position, value: step.Literal);
            }
            if (step.Kind == SyntaxKind.String)
            {
                step.Kind = SyntaxKind.Name;
            }
            path.KeepSingletonArray |= step.KeepArray;
        }
        // An array at the beginning is not made once an element of the input, and one at the end is not flattened.
        path.Items[0].IsConstructed |= path.Items[0].Kind == SyntaxKind.ArrayConstructor;
        path.Items[^1].IsConstructed |= path.Items[^1].Kind == SyntaxKind.ArrayConstructor;
        _ancestry.Resolve(path);
        return path;
    }

    private SyntaxNode Filter(SyntaxNode node)
    {
        var result = Visit(node.Left!);
        var isPath = result.Kind == SyntaxKind.Path;
        var step = isPath ? result.Items[^1] : result;
        if (step.Group is not null)
        {
            throw new JsonataException("S0209", position: node.Position);
        }
        var filter = Visit(node.Right!);
        if (filter.SeekingParent is { } slots)
        {
            foreach (var slot in slots)
            {
                if (slot.Level == 1)
                {
                    _ancestry.Seek(step, slot);
                }
                else
                {
                    slot.Level--;
                }
            }
            Ancestry.Push(step, filter);
        }
        var stages = isPath ? step.Stages ??= [] : step.Predicates ??= [];
        stages.Add(new(filter, null, node.Position));
        return result;
    }

    private SyntaxNode Group(SyntaxNode node)
    {
        var result = Visit(node.Left!);
        if (result.Group is not null)
        {
            throw new JsonataException("S0210", position: node.Position);
        }
        result.Group = new(node.Pairs.ConvertAll(pair => (Visit(pair.Key), Visit(pair.Value))), node.Position);
        return result;
    }

    private SyntaxNode Order(SyntaxNode node)
    {
        var result = Visit(node.Left!);
        if (result.Kind != SyntaxKind.Path)
        {
            result = new(SyntaxKind.Path, "", node.Position) { Items = [result] };
        }
        var sort = new SyntaxNode(SyntaxKind.Sort, node.Text, node.Position);
        sort.Terms = node.Terms.ConvertAll(term =>
        {
            var expression = Visit(term.Expression);
            Ancestry.Push(sort, expression);
            return term with { Expression = expression };
        });
        result.Items.Add(sort);
        _ancestry.Resolve(result);
        return result;
    }

    private SyntaxNode Focus(SyntaxNode node)
    {
        var result = Visit(node.Left!);
        var step = result.Kind == SyntaxKind.Path ? result.Items[^1] : result;
        if (step.Stages is not null || step.Predicates is not null)
        {
            throw new JsonataException("S0215", position: node.Position);
        }
        if (step.Kind == SyntaxKind.Sort)
        {
            throw new JsonataException("S0216", position: node.Position);
        }
        step.KeepArray |= node.KeepArray;
        step.Focus = node.Right!.Text;
        step.IsTuple = true;
        return result;
    }

    private SyntaxNode Index(SyntaxNode node)
    {
        var result = Visit(node.Left!);
        if (result.Kind != SyntaxKind.Path)
        {
            if (result.Predicates is not null)
            {
                (result.Stages, result.Predicates) = (result.Predicates, null);
            }
            result = new(SyntaxKind.Path, "", node.Position) { Items = [result] };
        }
        var step = result.Items[^1];
        if (step.Stages is null)
        {
            step.Index = node.Right!.Text;
        }
        else
        {
            step.Stages.Add(new(null, node.Right!.Text, node.Position));
        }
        step.IsTuple = true;
        return result;
    }

    // What a lambda ends with is called by whoever called the lambda, so that recursion needs no stack.
    private static SyntaxNode TailCalls(SyntaxNode node)
    {
        switch (node.Kind)
        {
            case SyntaxKind.Function when node.Predicates is null:
                node.IsTailCall = true;
                break;
            case SyntaxKind.Condition:
                TailCalls(node.Then!);
                if (node.Else is not null)
                {
                    TailCalls(node.Else);
                }
                break;
            case SyntaxKind.Block when node.Items.Count > 0:
                TailCalls(node.Items[^1]);
                break;
        }
        return node;
    }

    private static Values.JsonataValue Negated(Values.JsonataValue number) =>
        number.IsSlice ? Json.JsonText.Read("-" + number) : Values.JsonataValue.Of(-number.AsDouble);
}
