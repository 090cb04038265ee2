using IntegrationFunctions.Mapping.Jsonata.Errors;
using IntegrationFunctions.Mapping.Jsonata.Evaluation;
using IntegrationFunctions.Mapping.Jsonata.Functions;
using IntegrationFunctions.Mapping.Jsonata.Syntax;
using IntegrationFunctions.Mapping.Jsonata.Values;

namespace IntegrationFunctions.Mapping.Jsonata.Compilation;

internal sealed partial class Compiler
{
    private delegate JsonataValue Operation(JsonataValue left, JsonataValue right, Run run);

    private static Operation? Find(string symbol) =>
        symbol switch
        {
            "+" => static (left, right, run) => Operators.Calculate('+', left, right, run),
            "-" => static (left, right, run) => Operators.Calculate('-', left, right, run),
            "*" => static (left, right, run) => Operators.Calculate('*', left, right, run),
            "/" => static (left, right, run) => Operators.Calculate('/', left, right, run),
            "%" => static (left, right, run) => Operators.Calculate('%', left, right, run),
            "=" => static (left, right, run) => Equality(left, right, true, run),
            "!=" => static (left, right, run) => Equality(left, right, false, run),
            "<" => static (left, right, run) =>
                Operators.Compare(left, right, run) is { } order ? JsonataValue.Of(order < 0) : default,
            "<=" => static (left, right, run) =>
                Operators.Compare(left, right, run) is { } order ? JsonataValue.Of(order <= 0) : default,
            ">" => static (left, right, run) =>
                Operators.Compare(left, right, run) is { } order ? JsonataValue.Of(order > 0) : default,
            ">=" => static (left, right, run) =>
                Operators.Compare(left, right, run) is { } order ? JsonataValue.Of(order >= 0) : default,
            "&" => Operators.Join,
            ".." => Operators.Range,
            "in" => static (left, right, run) => JsonataValue.Of(Operators.IsIn(left, right, run)),
            _ => null,
        };

    private Eval Binary(SyntaxNode node)
    {
        var (left, right) = (Compile(node.Left!), Compile(node.Right!));
        var (symbol, position) = (node.Text, node.Position);
        if (symbol is "and" or "or")
        {
            return Logical(left, right, symbol, position);
        }
        var operation = Find(symbol) ?? throw new JsonataException("S0201", symbol, position);
        if (Arithmetic(symbol) is { } calculate)
        {
            // Two numbers need neither checks nor a place for errors.
            return (input, frame, run) =>
            {
                var first = left(input, frame, run);
                var second = right(input, frame, run);
                return !run.Decimals && first.TryFinite(out var x) && second.TryFinite(out var y)
                    ? JsonataValue.Of(calculate(x, y))
                    : Guarded(first, second, run);
            };
        }
        if (symbol is "=" or "!=")
        {
            var wanted = symbol == "=";
            return (input, frame, run) =>
            {
                var first = left(input, frame, run);
                var second = right(input, frame, run);
                return first.IsString && second.IsString
                    ? JsonataValue.Of(first.IsText(second) == wanted)
                    : Guarded(first, second, run);
            };
        }
        return (input, frame, run) => Guarded(left(input, frame, run), right(input, frame, run), run);

        JsonataValue Guarded(JsonataValue first, JsonataValue second, Run run)
        {
            try
            {
                return operation(first, second, run);
            }
            catch (JsonataException error) when (error.InOperator(position, symbol).IsHandled)
            {
                throw;
            }
        }
    }

    private static Func<double, double, double>? Arithmetic(string symbol) =>
        symbol switch
        {
            "+" => static (x, y) => x + y,
            "-" => static (x, y) => x - y,
            "*" => static (x, y) => x * y,
            "/" => static (x, y) => x / y,
            "%" => static (x, y) => x % y,
            _ => null,
        };

    // The right side counts as a part of the operator: what goes wrong there is told as the operator's, as the reference does.
    private static Eval Logical(Eval left, Eval right, string symbol, int position)
    {
        var isAnd = symbol == "and";
        return (input, frame, run) =>
        {
            var first = left(input, frame, run);
            try
            {
                return JsonataValue.Of(Truth.Of(first) == isAnd ? Truth.Of(right(input, frame, run)) : !isAnd);
            }
            catch (JsonataException error) when (error.InOperator(position, symbol).IsHandled)
            {
                throw;
            }
        };
    }

    private static JsonataValue Equality(JsonataValue left, JsonataValue right, bool wanted, Run run) =>
        left.IsUndefined || right.IsUndefined
            ? JsonataValue.False
            : JsonataValue.Of(DeepEquality.AreEqual(left, right, run) == wanted);

    private Eval Negation(SyntaxNode node)
    {
        var (value, position) = (Compile(node.Left!), node.Position);
        return (input, frame, run) =>
        {
            var operand = value(input, frame, run);
            try
            {
                return Operators.Negate(operand, run);
            }
            catch (JsonataException error) when (error.At(position, "-").IsHandled)
            {
                throw;
            }
        };
    }
}
