using IntegrationFunctions.Mapping.Jsonata;
using IntegrationFunctions.Mapping.Jsonata.Errors;
using IntegrationFunctions.Mapping.Jsonata.Json;
using IntegrationFunctions.Mapping.Jsonata.Values;

namespace IntegrationFunctions.Functions.Cli;

/// <summary>The keys of records that come from a file, by an expression over each: <c>--key EXPR</c>.</summary>
internal sealed class RecordKeys
{
    private readonly JsonataExpression? _expression;

    /// <param name="text">JSONata; null where records have no keys.</param>
    /// <exception cref="UserErrorException">It can't be read.</exception>
    public RecordKeys(string? text)
    {
        try
        {
            _expression = text is null ? null : JsonataExpression.Compile(text);
        }
        catch (JsonataException error)
        {
            throw new UserErrorException($"--key: {error.Message} ({error.Code} at character {error.Position ?? 0})");
        }
    }

    /// <summary>The key of a record; null where it has none.</summary>
    /// <exception cref="UserErrorException">The expression went wrong.</exception>
    public string? Of(JsonataValue record)
    {
        if (_expression is null)
        {
            return null;
        }
        try
        {
            var key = _expression.Evaluate(record);
            return key.IsString ? key.AsString()
                : key.IsUndefined ? null
                : JsonText.Write(key);
        }
        catch (JsonataException error)
        {
            throw new UserErrorException($"--key: {error.Message} ({error.Code})");
        }
    }
}
