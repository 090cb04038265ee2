using IntegrationFunctions.Mapping.Jsonata.Json;
using IntegrationFunctions.Mapping.Jsonata.Values;
using NJsonSchema;
using NJsonSchema.Validation;

namespace IntegrationFunctions.Mapping.Execution;

/// <summary>Checks a result against its model's schema.</summary>
internal static class ValidateResult
{
    public static IReadOnlyList<MappingFault> Run(
        JsonSchema schema,
        JsonataValue result,
        Func<string, string?> ruleOf
    ) => [.. schema.Validate(JsonText.Write(result)).SelectMany(Leaves).Select(error => Fault(error, result, ruleOf))];

    // A branch of oneOf, anyOf or a list reports its own errors below.
    private static IEnumerable<ValidationError> Leaves(ValidationError error) =>
        error is ChildSchemaValidationError { Errors: { } below }
        && below.Values.SelectMany(e => e).ToList() is { Count: > 0 } inner
            ? inner.SelectMany(Leaves)
            : [error];

    private static MappingFault Fault(ValidationError error, JsonataValue result, Func<string, string?> ruleOf)
    {
        var names = (error.Path ?? "")
            .TrimStart('#')
            .Split(['/', '.', '[', ']'], StringSplitOptions.RemoveEmptyEntries);
        var value = result;
        foreach (var name in names)
        {
            value =
                value.Array is { } array && int.TryParse(name, out var index) && index < array.Count
                    ? array[index]
                    : value.Object?[name] ?? default;
        }
        var field = string.Concat(names.Select(name => "/" + name));
        return new(
            "mapping-schema",
            ruleOf(field),
            field,
            Explain(error),
            value.IsUndefined ? null : JsonText.Write(value)
        );
    }

    private static string Explain(ValidationError error)
    {
        var (schema, name) = (error.Schema, error.Property);
        return error.Kind switch
        {
            ValidationErrorKind.PropertyRequired => $"The model needs '{name}', and there is nothing for it.",
            ValidationErrorKind.NoAdditionalPropertiesAllowed => $"The model has no field '{name}'.",
            ValidationErrorKind.StringTooShort => $"'{name}' must have at least {schema.MinLength} character(s).",
            ValidationErrorKind.StringTooLong => $"'{name}' must have at most {schema.MaxLength} characters.",
            ValidationErrorKind.PatternMismatch when Kind(schema) is { } kind => $"'{name}' must be {kind}.",
            ValidationErrorKind.PatternMismatch => $"'{name}' must match the pattern {schema.Pattern}.",
            ValidationErrorKind.NotInEnumeration =>
                $"'{name}' must be one of: {string.Join(", ", schema.Enumeration)}.",
            ValidationErrorKind.StringExpected => $"'{name}' must be a text; $string() makes one of a number.",
            ValidationErrorKind.BooleanExpected =>
                $"'{name}' must be true or false; the format flag:YES,NO makes it of two texts.",
            ValidationErrorKind.IntegerExpected => $"'{name}' must be a whole number; $number() makes one of a text.",
            ValidationErrorKind.ArrayExpected => $"'{name}' must be a list.",
            ValidationErrorKind.ObjectExpected => $"'{name}' must be an object.",
            _ when schema.Format is { } format => $"'{name}' must be of the format '{format}'.",
            var kind => $"'{name}' does not fit the model ({kind}).",
        };
    }

    private static string? Kind(JsonSchema schema) =>
        (schema.ExtensionData is { } more && more.TryGetValue("x-kind", out var kind) ? kind as string : null) switch
        {
            "money" => "an amount such as -1234.50, as a text",
            "decimal" => "a number such as 12.5, as a text",
            "currency" => "a currency of ISO 4217, such as EUR",
            "country" => "a country of ISO 3166-1, such as FR",
            "iban" => "an IBAN without spaces",
            "bic" => "a BIC of 8 or 11 characters",
            _ when schema.Format == "date" => "a date such as 2026-01-31",
            _ => null,
        };
}
