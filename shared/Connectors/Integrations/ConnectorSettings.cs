using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using IntegrationFunctions.Platform.Results;
using NJsonSchema;
using NJsonSchema.Validation;

namespace IntegrationFunctions.Connectors.Integrations;

/// <summary>Checks settings against a connector's schema and tells secrets from the rest. Messages never hold a value.</summary>
internal static class ConnectorSettings
{
    private static readonly ConcurrentDictionary<string, Lazy<Task<JsonSchema>>> Schemas = new(StringComparer.Ordinal);

    /// <summary>One error for each setting that is refused; the pointer is into the request's body.</summary>
    public static async Task<IReadOnlyList<IntegrationError>> Check(ConnectorDescriptor connector, JsonObject settings)
    {
        var text = connector.SettingsSchema.ToJsonString();
        var schema = await Schemas
            .GetOrAdd(text, t => new Lazy<Task<JsonSchema>>(() => JsonSchema.FromJsonAsync(t)))
            .Value.ConfigureAwait(false);
        var errors = new List<IntegrationError>();
        foreach (var error in Leaves(schema.Validate(settings.ToJsonString())))
        {
            errors.Add(IntegrationErrors.Invalid(Pointer(error), Explain(error, connector)));
        }
        return errors;
    }

    /// <summary>Names of the settings that are secrets: those at the top with <c>"writeOnly": true</c>.</summary>
    public static IEnumerable<string> SecretNames(ConnectorDescriptor connector) =>
        connector.SettingsSchema["properties"] is JsonObject properties
            ? properties
                .Where(p => p.Value is JsonObject property && property["writeOnly"]?.GetValue<bool>() == true)
                .Select(p => p.Key)
            : [];

    /// <summary>The settings in two parts; nulls count as absent.</summary>
    public static (JsonObject Open, JsonObject Secret) Split(ConnectorDescriptor connector, JsonObject settings)
    {
        var names = SecretNames(connector).ToHashSet(StringComparer.Ordinal);
        var (open, secret) = (new JsonObject(), new JsonObject());
        foreach (var (name, value) in settings)
        {
            if (value is not null)
            {
                (names.Contains(name) ? secret : open)[name] = value.DeepClone();
            }
        }
        return (open, secret);
    }

    /// <summary>Both parts in one.</summary>
    public static JsonObject Join(JsonObject open, JsonObject secret)
    {
        var all = (JsonObject)open.DeepClone();
        foreach (var (name, value) in secret)
        {
            all[name] = value?.DeepClone();
        }
        return all;
    }

    /// <summary>RFC 7396.</summary>
    public static JsonObject Merge(JsonObject target, JsonObject patch)
    {
        var result = (JsonObject)target.DeepClone();
        foreach (var (name, value) in patch)
        {
            if (value is null)
            {
                result.Remove(name);
            }
            else
            {
                result[name] = value is JsonObject inner
                    ? Merge(result[name] as JsonObject ?? [], inner)
                    : value.DeepClone();
            }
        }
        return result;
    }

    // A branch of oneOf or anyOf reports its own errors below; those are what the user can act on.
    private static IEnumerable<ValidationError> Leaves(IEnumerable<ValidationError> errors) =>
        errors.SelectMany(error =>
            error is ChildSchemaValidationError child
            && child.Errors.Values.SelectMany(e => e).ToList() is { Count: > 0 } inner
                ? Leaves(inner)
                : [error]
        );

    // NJsonSchema says "#/baseUrl" or "#/hosts[0].port"; a JSON pointer is /settings/baseUrl or /settings/hosts/0/port.
    private static string Pointer(ValidationError error)
    {
        var path = (error.Path ?? "#").TrimStart('#').TrimStart('/');
        var parts = path.Split(['/', '.', '[', ']'], StringSplitOptions.RemoveEmptyEntries);
        return "/settings" + string.Concat(parts.Select(p => "/" + p.Replace("~", "~0", StringComparison.Ordinal)));
    }

    private static string Explain(ValidationError error, ConnectorDescriptor connector)
    {
        var name = error.Property ?? "settings";
        var schema = error.Schema;
        return error.Kind switch
        {
            ValidationErrorKind.PropertyRequired => $"The connector '{connector.Name}' needs the setting '{name}'.",
            ValidationErrorKind.NoAdditionalPropertiesAllowed =>
                $"The connector '{connector.Name}' has no setting '{name}'. It has: {string.Join(", ", schema.ActualProperties.Keys)}.",
            ValidationErrorKind.StringTooShort => $"'{name}' must have at least {schema.MinLength} character(s).",
            ValidationErrorKind.StringTooLong => $"'{name}' must have at most {schema.MaxLength} characters.",
            ValidationErrorKind.PatternMismatch => $"'{name}' must match the pattern {schema.Pattern}.",
            ValidationErrorKind.NotInEnumeration =>
                $"'{name}' must be one of: {string.Join(", ", schema.Enumeration)}.",
            ValidationErrorKind.NumberTooSmall => $"'{name}' must be at least {schema.Minimum}.",
            ValidationErrorKind.NumberTooBig => $"'{name}' must be at most {schema.Maximum}.",
            ValidationErrorKind.StringExpected => $"'{name}' must be a string.",
            ValidationErrorKind.IntegerExpected => $"'{name}' must be a whole number.",
            ValidationErrorKind.NumberExpected => $"'{name}' must be a number.",
            ValidationErrorKind.BooleanExpected => $"'{name}' must be true or false.",
            ValidationErrorKind.ObjectExpected => $"'{name}' must be an object.",
            ValidationErrorKind.ArrayExpected => $"'{name}' must be an array.",
            ValidationErrorKind.UriExpected => $"'{name}' must be an absolute URL, such as https://erp.example.com.",
            _ when schema.Format is { } format => $"'{name}' must be of the format '{format}'.",
            var kind => $"'{name}' does not fit the schema of the connector '{connector.Name}' ({kind}).",
        };
    }
}
