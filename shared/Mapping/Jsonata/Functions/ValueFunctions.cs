using IntegrationFunctions.Mapping.Jsonata.Errors;
using IntegrationFunctions.Mapping.Jsonata.Evaluation;
using IntegrationFunctions.Mapping.Jsonata.Values;

namespace IntegrationFunctions.Mapping.Jsonata.Functions;

/// <summary>Functions that take values of any kind.</summary>
internal static class ValueFunctions
{
    public static JsonataValue Boolean(ReadOnlySpan<JsonataValue> args, Run run) =>
        args.At(0).IsUndefined ? default : JsonataValue.Of(Truth.Of(args[0]));

    public static JsonataValue Not(ReadOnlySpan<JsonataValue> args, Run run) =>
        args.At(0).IsUndefined ? default : JsonataValue.Of(!Truth.Of(args[0]));

    public static JsonataValue Exists(ReadOnlySpan<JsonataValue> args, Run run) =>
        JsonataValue.Of(!args.At(0).IsUndefined);

    public static JsonataValue Type(ReadOnlySpan<JsonataValue> args, Run run) =>
        JsonataValue.Of(
            args.At(0).Kind switch
            {
                JsonataKind.Undefined => null,
                JsonataKind.Null => "null",
                JsonataKind.Boolean => "boolean",
                JsonataKind.Number => "number",
                JsonataKind.String => "string",
                JsonataKind.Array => "array",
                JsonataKind.Object => "object",
                _ => "function",
            }
        );

    /// <exception cref="JsonataException">D3137, always.</exception>
    public static JsonataValue Error(ReadOnlySpan<JsonataValue> args, Run run) =>
        throw new JsonataException(
            "D3137",
            text: args.At(0).AsString() is { Length: > 0 } text ? text : "$error() function evaluated"
        );

    /// <exception cref="JsonataException">D3141: the condition is not true.</exception>
    public static JsonataValue Assert(ReadOnlySpan<JsonataValue> args, Run run) =>
        args.At(0).AsBoolean
            ? default
            : throw new JsonataException(
                "D3141",
                text: args.At(1).AsString() is { Length: > 0 } text ? text : "$assert() statement failed"
            );
}
