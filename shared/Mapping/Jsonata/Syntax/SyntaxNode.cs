using System.Runtime.CompilerServices;
using IntegrationFunctions.Mapping.Jsonata.Errors;
using IntegrationFunctions.Mapping.Jsonata.Functions;
using IntegrationFunctions.Mapping.Jsonata.Values;

namespace IntegrationFunctions.Mapping.Jsonata.Syntax;

/// <summary>A node of the syntax tree. The parser makes it, the analysis resolves paths, parents and tail calls in it; then nobody changes it.</summary>
internal sealed class SyntaxNode(SyntaxKind kind, string text, int position)
{
    public SyntaxKind Kind { get; set; } = kind;

    /// <summary>The name, the variable without its $, the operator, the string; the pattern of a regular expression.</summary>
    public string Text { get; set; } = text;

    /// <summary>Offset behind the token, in characters, as the reference counts.</summary>
    public int Position { get; init; } = position;

    public JsonataValue Literal { get; set; }

    /// <summary>The flags of a regular expression.</summary>
    public string Flags { get; init; } = "";

    public SyntaxNode? Left { get; set; }

    public SyntaxNode? Right { get; set; }

    /// <summary>Steps, arguments, parameters, or the expressions of a block or an array.</summary>
    public List<SyntaxNode> Items { get; set; } = [];

    /// <summary>Keys and values of an object or of a group.</summary>
    public List<(SyntaxNode Key, SyntaxNode Value)> Pairs { get; set; } = [];

    public List<SortTerm> Terms { get; set; } = [];

    public SyntaxNode? Condition { get; set; }

    public SyntaxNode? Then { get; set; }

    public SyntaxNode? Else { get; set; }

    /// <summary>What is called.</summary>
    public SyntaxNode? Procedure { get; set; }

    public SyntaxNode? Body { get; set; }

    public Signature? Signature { get; set; }

    /// <summary>Where a transform works; Left updates and Right deletes.</summary>
    public SyntaxNode? Pattern { get; set; }

    /// <summary>Filters of an expression that is no step.</summary>
    public List<Stage>? Predicates { get; set; }

    /// <summary>Filters and indexes of a step.</summary>
    public List<Stage>? Stages { get; set; }

    public Grouping? Group { get; set; }

    /// <summary>Variable that a step binds by @.</summary>
    public string? Focus { get; set; }

    /// <summary>Variable that a step binds by #.</summary>
    public string? Index { get; set; }

    /// <summary>The step's input is what some % means.</summary>
    public ParentSlot? Ancestor { get; set; }

    /// <summary>What this % means.</summary>
    public ParentSlot? Slot { get; set; }

    public List<ParentSlot>? SeekingParent { get; set; }

    /// <summary>The step carries variables along with its values.</summary>
    public bool IsTuple { get; set; }

    public bool KeepArray { get; set; }

    public bool KeepSingletonArray { get; set; }

    public bool IsConstructed { get; set; }

    /// <summary>A call whose result is the result of the lambda around it.</summary>
    public bool IsTailCall { get; set; }

    /// <summary>A copy before the analysis; both are analysed on their own.</summary>
    /// <param name="left">How many nodes may still be copied: copies of copies double with each level.</param>
    /// <exception cref="JsonataException">U1001: nested too deeply, or too many copies.</exception>
    public SyntaxNode Clone(ref int left)
    {
        if (--left < 0 || !RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            throw new JsonataException("U1001", position: Position, text: "The expression nests ?: or ?? too deeply.");
        }
        var copy = (SyntaxNode)MemberwiseClone();
        copy.Left = Left?.Clone(ref left);
        copy.Right = Right?.Clone(ref left);
        copy.Items = new(Items.Count);
        foreach (var item in Items)
        {
            copy.Items.Add(item.Clone(ref left));
        }
        copy.Pairs = new(Pairs.Count);
        foreach (var (key, value) in Pairs)
        {
            copy.Pairs.Add((key.Clone(ref left), value.Clone(ref left)));
        }
        copy.Terms = new(Terms.Count);
        foreach (var term in Terms)
        {
            copy.Terms.Add(term with { Expression = term.Expression.Clone(ref left) });
        }
        copy.Condition = Condition?.Clone(ref left);
        copy.Then = Then?.Clone(ref left);
        copy.Else = Else?.Clone(ref left);
        copy.Procedure = Procedure?.Clone(ref left);
        copy.Body = Body?.Clone(ref left);
        copy.Pattern = Pattern?.Clone(ref left);
        return copy;
    }
}

/// <summary>A term of an order.</summary>
internal sealed record SortTerm(SyntaxNode Expression, bool Descending);

/// <summary>A filter (with its expression), or an index (with its variable), of a step.</summary>
internal sealed record Stage(SyntaxNode? Filter, string? Index, int Position);

/// <summary>Keys and values that a step's results are grouped by.</summary>
internal sealed record Grouping(List<(SyntaxNode Key, SyntaxNode Value)> Pairs, int Position);

/// <summary>What a % means: the input of the step so many levels up, under a name that no variable has.</summary>
internal sealed class ParentSlot(int index)
{
    public string Label { get; set; } = $"!{index}";

    public int Index { get; } = index;

    public int Level { get; set; } = 1;
}
