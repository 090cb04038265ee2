using System.Text.Json.Nodes;
using IntegrationFunctions.Mapping.Jsonata;
using IntegrationFunctions.Mapping.Jsonata.Errors;
using IntegrationFunctions.Mapping.Jsonata.Json;
using IntegrationFunctions.Platform.Results;

namespace IntegrationFunctions.Connectors.Rest.Calls;

/// <summary>Evaluates the expressions of definitions, in decimals: amounts keep their digits.</summary>
internal static class Expressions
{
    private static readonly ExpressionCache Cache = new(new JsonataOptions { Decimals = true });

    /// <summary>The value as JSON; null where there is none.</summary>
    public static Result<string?> Evaluate(string expression, JsonNode? input, string pointer)
    {
        try
        {
            var value = Cache.Get(expression).Evaluate(JsonText.Read(input?.ToJsonString() ?? "null"));
            return value.IsUndefined ? default(Result<string?>) : JsonText.Write(value);
        }
        catch (JsonataException error)
        {
            return RestErrors.Expression(pointer, $"{error.Message} ({error.Code} at character {error.Position ?? 0})");
        }
    }
}
