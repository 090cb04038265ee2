using IntegrationFunctions.Mapping.Jsonata.Compilation;
using IntegrationFunctions.Mapping.Jsonata.Errors;
using IntegrationFunctions.Mapping.Jsonata.Evaluation;
using IntegrationFunctions.Mapping.Jsonata.Syntax;
using IntegrationFunctions.Mapping.Jsonata.Values;

namespace IntegrationFunctions.Mapping.Jsonata;

/// <summary>
/// An expression of JSONata (as its reference implementation 2.x defines it), compiled to delegates. Immutable; threads may share it. A hostile
/// expression costs its caller an error, never the process: see <see cref="Limits"/>.
/// </summary>
public sealed class JsonataExpression
{
    /// <summary>Longest expression, in characters.</summary>
    public const int MostCharacters = 200_000;

    private static readonly JsonataOptions Defaults = new();

    private readonly Eval _code;
    private readonly JsonataOptions _options;

    private JsonataExpression(string text, JsonataOptions options)
    {
        var tree = Parser.Parse(text);
        (Text, _options, _code) = (text, options, Compiler.Compile(tree, knowsScope: true));
        ReadPaths = PathsRead.Of(tree);
    }

    /// <summary>The expression as it was written.</summary>
    public string Text { get; }

    /// <summary>The fields of the input that it names from the top, each by its names from the outside in.</summary>
    public IReadOnlyList<IReadOnlyList<string>> ReadPaths { get; }

    /// <summary>Reads and compiles an expression.</summary>
    /// <exception cref="JsonataException">S...: it can't be read; with position and token. U1001: it is too long or nested too deeply.</exception>
    public static JsonataExpression Compile(string text, JsonataOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Length > MostCharacters
            ? throw new JsonataException(
                "U1001",
                position: MostCharacters,
                text: $"The expression has {text.Length} characters; at most {MostCharacters} are read."
            )
            : new(text, options ?? Defaults);
    }

    /// <summary>The value of the expression for an input; nothing where there is none.</summary>
    /// <param name="input">What $ and $$ are; nothing where there is no input.</param>
    /// <param name="bindings">Variables by name, without their $.</param>
    /// <exception cref="JsonataException">It went wrong; with code, position and token.</exception>
    public JsonataValue Evaluate(JsonataValue input, IReadOnlyDictionary<string, JsonataValue>? bindings = null)
    {
        var run = new Run(_options.Limits, _options.Time, _options.Decimals);
        // An array is one input, not several.
        var on = input.Array is { IsSequence: false }
            ? JsonataValue.Of(new JsonataArray([input]) { IsSequence = true, IsOuterWrapper = true })
            : input;
        return TailCall.Finish(_code(on, new Frame(input, bindings), run), on, run);
    }
}
