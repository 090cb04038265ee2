using IntegrationFunctions.Mapping.Jsonata.Errors;
using IntegrationFunctions.Mapping.Jsonata.Evaluation;
using IntegrationFunctions.Mapping.Jsonata.Functions;
using IntegrationFunctions.Mapping.Jsonata.Syntax;
using IntegrationFunctions.Mapping.Jsonata.Values;

namespace IntegrationFunctions.Mapping.Jsonata.Compilation;

internal sealed partial class Compiler
{
    private CallCode Call(SyntaxNode node)
    {
        var levels = _inLambda;
        var procedure = node.Procedure!;
        return new CallCode(
            Compile(procedure),
            procedure.Position,
            Compile(node.Items),
            NameOf(procedure),
            procedure.Kind == SyntaxKind.Path,
            node.Position,
            levels
        );
    }

    private static string? NameOf(SyntaxNode procedure) =>
        procedure.Kind switch
        {
            SyntaxKind.Path => procedure.Items[0].Text,
            SyntaxKind.Lambda or SyntaxKind.Block or SyntaxKind.Number or SyntaxKind.Value or SyntaxKind.Parent => null,
            _ => procedure.Text,
        };

    private Eval Function(SyntaxNode node)
    {
        var parameters = node.Items.Select(parameter => parameter.Text).ToArray();
        // The body is as deep as whoever calls it.
        var outside = _inLambda;
        _inLambda = 0;
        var body = Compile(node.Body!);
        _inLambda = outside;
        var signature = node.Signature;
        return (input, frame, _) => JsonataValue.Of(new Lambda(parameters, body, signature, input, frame));
    }

    private Eval Partial(SyntaxNode node)
    {
        var procedure = Compile(node.Procedure!);
        var args = node.Items.Select(arg => arg.Kind == SyntaxKind.Operator ? null : Compile(arg)).ToArray();
        var (name, isPath, position) = (
            NameOf(node.Procedure!),
            node.Procedure!.Kind == SyntaxKind.Path,
            node.Position
        );
        return (input, frame, run) =>
        {
            run.Charge(64 + (args.Length * 24L));
            var given = new JsonataValue?[args.Length];
            for (var i = 0; i < given.Length; i++)
            {
                given[i] = args[i]?.Invoke(input, frame, run);
            }
            var callee = procedure(input, frame, run);
            return callee.Function switch
            {
                Lambda lambda => JsonataValue.Of(lambda.Partial(given)),
                { } function => JsonataValue.Of(new PartialFunction(function, given)),
                null when callee.IsUndefined && isPath && Variables.Exists(name!, frame) => throw new JsonataException(
                    "T1007",
                    name,
                    position
                ),
                null => throw new JsonataException("T1008", name, position),
            };
        };
    }

    private Eval Apply(SyntaxNode node)
    {
        var left = Compile(node.Left!);
        if (node.Right is { Kind: SyntaxKind.Function, Predicates: null, Group: null } called)
        {
            var call = Call(called);
            return (input, frame, run) => call.EvaluateWith(left(input, frame, run), input, frame, run);
        }
        var (right, position, levels) = (Compile(node.Right!), node.Position, _inLambda);
        return (input, frame, run) =>
        {
            var value = left(input, frame, run);
            var callee = right(input, frame, run);
            if (callee.Function is not { } function)
            {
                throw new JsonataException("T2006", position: position, value: callee);
            }
            if (value.Function is { } first)
            {
                return JsonataValue.Of(new ChainedFunction(first, function));
            }
            run.Enter(levels);
            var result = function.Invoke([value], JsonataValue.Null, run);
            run.Leave(levels);
            return result;
        };
    }

    private Eval Transform(SyntaxNode node)
    {
        var code = new TransformCode(
            Compile(node.Pattern!),
            Compile(node.Left!),
            node.Left!.Position,
            node.Right is null ? null : Compile(node.Right),
            node.Right?.Position ?? 0,
            node.Position
        );
        return (_, frame, _) => JsonataValue.Of(new TransformFunction(code, frame));
    }

    private Eval Bind(SyntaxNode node)
    {
        var (name, value) = (node.Left!.Text, Compile(node.Right!));
        return (input, frame, run) =>
        {
            var bound = value(input, frame, run);
            frame.Bind(name, bound);
            return bound;
        };
    }

    private Eval Condition(SyntaxNode node)
    {
        var (condition, then, otherwise) = (
            Compile(node.Condition!),
            Compile(node.Then!),
            node.Else is null ? null : Compile(node.Else)
        );
        return (input, frame, run) =>
            Truth.Of(condition(input, frame, run)) ? then(input, frame, run)
            : otherwise is null ? default
            : otherwise(input, frame, run);
    }

    private Eval Block(SyntaxNode node)
    {
        var parts = node
            .Items.Select((item, i) => CompileStep(item, asStream: node.IsTuple && i == node.Items.Count - 1))
            .ToArray();
        // A scope of its own is needed only by what is bound in it.
        var binds = _names.Binds(node);
        if (!binds && parts.Length == 1)
        {
            return parts[0];
        }
        return (input, frame, run) =>
        {
            var scope = binds ? new Frame(frame) : frame;
            var result = default(JsonataValue);
            foreach (var part in parts)
            {
                result = part(input, scope, run);
            }
            return result;
        };
    }

    private Eval Array(SyntaxNode node)
    {
        var items = Compile(node.Items);
        var isOne = node
            .Items.Select(item => item is { Kind: SyntaxKind.ArrayConstructor, Predicates: null, Group: null })
            .ToArray();
        var isConstructed = node.IsConstructed;
        if (items.Length == 1 && node.Items[0] is { Kind: SyntaxKind.Binary, Text: ".." })
        {
            // Millions of numbers need not be copied: nobody else has them.
            var range = items[0];
            return (input, frame, run) =>
            {
                var numbers = range(input, frame, run);
                return JsonataValue.Of(
                    numbers.Array is { } several ? several.ToArray(isConstructed)
                    : numbers.IsUndefined ? new JsonataArray { IsConstructed = isConstructed }
                    : new JsonataArray([numbers]) { IsConstructed = isConstructed }
                );
            };
        }
        return (input, frame, run) =>
        {
            run.Charge(40 + (items.Length * 16L));
            var result = new JsonataArray(items.Length) { IsConstructed = isConstructed };
            for (var i = 0; i < items.Length; i++)
            {
                var value = items[i](input, frame, run);
                if (value.IsUndefined)
                {
                    continue;
                }
                if (isOne[i])
                {
                    result.Add(value);
                }
                else
                {
                    Sequences.AddAll(value, result, run);
                }
            }
            return JsonataValue.Of(result);
        };
    }
}
