using IntegrationFunctions.Mapping.Jsonata.Errors;
using IntegrationFunctions.Mapping.Jsonata.Evaluation;
using IntegrationFunctions.Mapping.Jsonata.Functions;
using IntegrationFunctions.Mapping.Jsonata.Syntax;
using IntegrationFunctions.Mapping.Jsonata.Values;

namespace IntegrationFunctions.Mapping.Jsonata.Compilation;

/// <summary>Makes delegates of a syntax tree. What can be decided without an input is decided here.</summary>
internal sealed partial class Compiler
{
    // How deep trees nest that are compiled, and after how many levels an evaluation looks whether there is stack left.
    private const int MostLevels = 2_000;
    private const int GuardedLevels = 24;

    private readonly VariableNames _names;
    private int _levels;
    private int _inLambda;

    private Compiler(VariableNames names) => _names = names;

    /// <summary>Compiles an expression.</summary>
    /// <param name="root">The tree.</param>
    /// <param name="knowsScope">False where it will be evaluated among variables of another expression.</param>
    public static Eval Compile(SyntaxNode root, bool knowsScope) =>
        new Compiler(VariableNames.Of(root, knowsScope)).Compile(root);

    // As a stream it hands the variables of its steps on to the path around it.
    private Eval CompileStep(SyntaxNode node, bool asStream)
    {
        if (++_levels > MostLevels)
        {
            throw new JsonataException(
                "U1001",
                position: node.Position,
                text: $"The expression nests more than {MostLevels} deep."
            );
        }
        Guard.Stack();
        _inLambda++;
        var code = Finished(node, Bare(node));
        if (_levels % GuardedLevels == 0)
        {
            var inner = code;
            code = (input, frame, run) =>
            {
                Guard.Stack();
                return inner(input, frame, run);
            };
        }
        _inLambda--;
        _levels--;
        if (asStream || !node.IsTuple || node.Kind is not (SyntaxKind.Block or SyntaxKind.Path))
        {
            return code;
        }
        var stream = code;
        return (input, frame, run) =>
        {
            var result = stream(input, frame, run);
            return result.As<TupleStream>() is { } tuples ? tuples.AsArray(run) : result;
        };
    }

    private Eval Compile(SyntaxNode node) => CompileStep(node, asStream: false);

    private Eval[] Compile(List<SyntaxNode> nodes) => [.. nodes.Select(Compile)];

    // Filters and groups of what is no path, and a single result that stays an array.
    private Eval Finished(SyntaxNode node, Eval code)
    {
        var isPath = node.Kind == SyntaxKind.Path;
        if (node.Predicates is { } predicates)
        {
            var filters = Stages(predicates);
            var (value, keepsOne) = (code, node.KeepArray);
            code = (input, frame, run) =>
            {
                var result = value(input, frame, run);
                for (var i = 0; i < filters.Length && (i == 0 || !result.IsUndefined); i++)
                {
                    result = filters[i].Filter!.Apply(result, frame, run);
                }
                return keepsOne && result.Kind is not (JsonataKind.Undefined or JsonataKind.Array)
                    ? Sequences.Kept(result)
                    : result;
            };
        }
        // A tail call loses its group, as in the reference.
        if (node is { Group: { } group, IsTailCall: false } && !isPath)
        {
            var (value, groups) = (code, Group(group.Pairs, group.Position));
            code = (input, frame, run) => groups.Evaluate(value(input, frame, run), frame, run);
        }
        if (isPath || !MayBeSequence(node))
        {
            return code;
        }
        var (sequence, keeps) = (code, node.KeepArray);
        return (input, frame, run) => Sequences.Collapse(sequence(input, frame, run), keeps);
    }

    private static bool MayBeSequence(SyntaxNode node) =>
        node.Predicates is not null
        || node.Kind
            is SyntaxKind.Variable
                or SyntaxKind.Wildcard
                or SyntaxKind.Descendant
                or SyntaxKind.Parent
                or SyntaxKind.Condition
                or SyntaxKind.Block
                or SyntaxKind.Function
                or SyntaxKind.Apply
                or SyntaxKind.Bind
                or SyntaxKind.Binary;

    private Eval Bare(SyntaxNode node)
    {
        switch (node.Kind)
        {
            case SyntaxKind.Path:
                return Path(node);
            case SyntaxKind.Name:
                var field = new FieldStep(node.Text);
                return (input, _, run) => field.Of(input, run);
            case SyntaxKind.String or SyntaxKind.Number or SyntaxKind.Value:
                var literal = node.Literal;
                return (_, _, _) => literal;
            case SyntaxKind.Variable:
                return Variable(node.Text);
            case SyntaxKind.Regex:
                var regex = Regex(node);
                return (_, _, _) => regex;
            case SyntaxKind.Wildcard:
                return (input, _, run) => Descent.Children(input, run);
            case SyntaxKind.Descendant:
                return (input, _, run) => Descent.All(input, run);
            case SyntaxKind.Parent:
                var slot = node.Slot!;
                return (_, frame, _) => frame.TryFind(slot.Label, out var parent) ? parent : default;
            case SyntaxKind.Binary:
                return Binary(node);
            case SyntaxKind.Negation:
                return Negation(node);
            case SyntaxKind.ArrayConstructor:
                return Array(node);
            case SyntaxKind.ObjectConstructor:
                return Group(node.Pairs, node.Position).Evaluate;
            case SyntaxKind.Condition:
                return Condition(node);
            case SyntaxKind.Block:
                return Block(node);
            case SyntaxKind.Bind:
                return Bind(node);
            case SyntaxKind.Function:
                var call = Call(node);
                return node.IsTailCall ? call.Defer : call.Evaluate;
            case SyntaxKind.Partial:
                return Partial(node);
            case SyntaxKind.Lambda:
                return Function(node);
            case SyntaxKind.Apply:
                return Apply(node);
            case SyntaxKind.Transform:
                return Transform(node);
            default:
                throw new JsonataException("S0206", node.Text, node.Position);
        }
    }

    private Eval Path(SyntaxNode node)
    {
        var steps = node.Items.ConvertAll(Step).ToArray();
        var path = new PathCode(
            steps,
            node.Items[0].Kind == SyntaxKind.Variable,
            node.KeepSingletonArray || node.KeepArray,
            node.IsTuple,
            node.Group is { } group ? Group(group.Pairs, group.Position) : null
        );
        return path.IsPlain ? path.Fields : path.Evaluate;
    }

    private PathStep Step(SyntaxNode node)
    {
        var isField = node is { Kind: SyntaxKind.Name, Predicates: null, Group: null };
        return new PathStep
        {
            Field = isField ? new FieldStep(node.Text) : null,
            Code = isField || node.Kind == SyntaxKind.Sort ? null : CompileStep(node, asStream: true),
            Sort =
                node.Kind == SyntaxKind.Sort
                    ? new SortCode(
                        [.. node.Terms.Select(term => (Compile(term.Expression), term.Descending))],
                        node.Position
                    )
                    : null,
            Stages = node.Stages is null ? [] : Stages(node.Stages),
            Focus = node.Focus,
            Index = node.Index,
            Ancestor = node.Ancestor?.Label,
            IsTuple = node.IsTuple,
            IsConstructed = node.IsConstructed,
        };
    }

    private StageCode[] Stages(List<Stage> stages) =>
        [
            .. stages.Select(stage =>
                stage.Filter is null
                    ? new StageCode(null, stage.Index)
                    : new StageCode(
                        new FilterCode(
                            Compile(stage.Filter),
                            stage.Filter.Kind == SyntaxKind.Number ? stage.Filter.Literal.AsDouble : null
                        ),
                        null
                    )
            ),
        ];

    private GroupCode Group(List<(SyntaxNode Key, SyntaxNode Value)> pairs, int position) =>
        new(
            [.. pairs.Select(pair => (Compile(pair.Key), Compile(pair.Value)))],
            [
                .. pairs.Select(pair =>
                    pair.Key is { Kind: SyntaxKind.String, Predicates: null, Group: null } ? pair.Key.Text : null
                ),
            ],
            position
        );

    private static JsonataValue Regex(SyntaxNode node)
    {
        try
        {
            return JsonataValue.Of(new RegexFunction(node.Text, node.Flags));
        }
        catch (JsonataException error)
        {
            throw error.At(node.Position);
        }
    }

    private Eval Variable(string name)
    {
        switch (name)
        {
            case "":
                return (input, _, _) => input.Array is { IsOuterWrapper: true } wrapper ? wrapper[0] : input;
            case "$":
                return (_, frame, _) => frame.Root.Input;
            case EvalFunction.Name:
                return (_, frame, _) =>
                    frame.TryFind(EvalFunction.Name, out var other) ? other : JsonataValue.Of(new EvalFunction(frame));
        }
        if (_names.MayBeBound(name))
        {
            return (_, frame, _) => Variables.Find(name, frame);
        }
        // Nothing in the expression binds it: the caller did, or the language has it.
        var language = Variables.Language(name);
        return (_, frame, _) => frame.Root.HasBindings && frame.Root.TryFind(name, out var value) ? value : language;
    }
}
