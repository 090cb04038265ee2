using IntegrationFunctions.Mapping.Jsonata;
using IntegrationFunctions.Mapping.Jsonata.Errors;
using IntegrationFunctions.Mapping.Jsonata.Json;
using IntegrationFunctions.Mapping.Jsonata.Values;

namespace IntegrationFunctions.Tests.Unit.Mapping.Jsonata;

/// <summary>Evaluates expressions to text.</summary>
internal static class Evaluated
{
    /// <summary>The result in JSON, "nothing", or the code of an error. Functions count as nothing.</summary>
    public static string Text(string expression, string? input = null, JsonataOptions? options = null)
    {
        try
        {
            var result = JsonataExpression
                .Compile(expression, options)
                .Evaluate(input is null ? default : JsonText.Read(input));
            return result.IsUndefined || result.Kind == JsonataKind.Function ? "nothing" : JsonText.Write(result);
        }
        catch (JsonataException error)
        {
            return error.Code;
        }
    }

    /// <summary>The error of an expression.</summary>
    public static JsonataException Error(string expression, string? input = null, JsonataOptions? options = null) =>
        Assert.Throws<JsonataException>(() =>
            JsonText.Write(
                JsonataExpression.Compile(expression, options).Evaluate(input is null ? default : JsonText.Read(input))
            )
        );
}
