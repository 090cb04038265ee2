using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using IntegrationFunctions.Platform.Results;
using NJsonSchema;
using NJsonSchema.Validation;

namespace IntegrationFunctions.Connectors.Rest.Definition;

/// <summary>Reads a definition and checks it: first against the schema of definitions (<c>Schemas/rest-connector.json</c>), then for what a schema can't say.</summary>
public static partial class ReadDefinition
{
    internal const string Code = "definition-invalid";

    private static readonly Lazy<Task<JsonSchema>> Schema = new(() => JsonSchema.FromJsonAsync(SchemaText()));

    /// <summary>The schema of definitions.</summary>
    public static string SchemaText()
    {
        using var file = typeof(ReadDefinition).Assembly.GetManifestResourceStream(
            "connectors/rest-connector.schema.json"
        )!;
        using var reader = new StreamReader(file);
        return reader.ReadToEnd();
    }

    /// <summary>The definition, or all that is wrong with it (<c>definition-invalid</c>), each with a pointer into it.</summary>
    /// <param name="utf8">The definition, as JSON; comments are allowed.</param>
    public static async Task<(RestDefinition? Definition, IReadOnlyList<IntegrationError> Errors)> Run(byte[] utf8)
    {
        var errors = new List<IntegrationError>();
        string json;
        try
        {
            using var document = JsonDocument.Parse(
                utf8,
                new()
                {
                    CommentHandling = JsonCommentHandling.Skip,
                    AllowTrailingCommas = true,
                    AllowDuplicateProperties = false,
                }
            );
            json = document.RootElement.GetRawText();
        }
        catch (JsonException wrong)
        {
            var place = $"line {wrong.LineNumber + 1}, byte {wrong.BytePositionInLine + 1}";
            return (null, [Wrong("", $"This is not JSON at {place}: {wrong.Message.Split(" LineNumber:")[0]}")]);
        }
        var schema = await Schema.Value.ConfigureAwait(false);
        errors.AddRange(
            schema.Validate(json).SelectMany(Leaves).Select(error => Wrong(Pointer(error), Explain(error)))
        );
        RestDefinition? definition = null;
        try
        {
            definition = JsonSerializer.Deserialize(json, RestJson.Default.RestDefinition);
        }
        catch (JsonException wrong)
        {
            // What the schema has said already, it has said in better words.
            if (errors.Count == 0)
            {
                errors.Add(Wrong(PointerOf(wrong.Path ?? "$"), What(wrong)));
            }
        }
        if (definition is not null)
        {
            errors.AddRange(new CheckDefinition(definition).Run());
            errors.AddRange(await CheckSettings(definition).ConfigureAwait(false));
        }
        return errors.Count == 0 ? (definition, errors) : (null, errors);
    }

    /// <summary>A definition that came with the product.</summary>
    /// <exception cref="InvalidOperationException">It is none.</exception>
    internal static RestDefinition Embedded(string name)
    {
        using var file =
            typeof(ReadDefinition).Assembly.GetManifestResourceStream($"connectors/{name}.json")
            ?? throw new InvalidOperationException($"The definition '{name}' is missing.");
        return JsonSerializer.Deserialize(file, RestJson.Default.RestDefinition)
            ?? throw new InvalidOperationException($"The definition '{name}' is null.");
    }

    internal static IntegrationError Wrong(string pointer, string message) =>
        new(ErrorKind.Configuration, Code, message, pointer);

    private static async Task<IEnumerable<IntegrationError>> CheckSettings(RestDefinition definition)
    {
        try
        {
            await JsonSchema.FromJsonAsync(definition.Settings.ToJsonString()).ConfigureAwait(false);
            return [];
        }
        catch (Exception wrong) when (wrong is Newtonsoft.Json.JsonException or InvalidOperationException)
        {
            return [Wrong("/settings", $"This is no JSON Schema: {wrong.Message}")];
        }
    }

    private static IEnumerable<ValidationError> Leaves(ValidationError error) =>
        error is ChildSchemaValidationError child
        && child.Errors.Values.SelectMany(e => e).ToList() is { Count: > 0 } inner
            ? inner.SelectMany(Leaves)
            : [error];

    // "#/objects[0].read" is /objects/0/read.
    private static string Pointer(ValidationError error) =>
        string.Concat(
            (error.Path ?? "")
                .TrimStart('#')
                .Split(['/', '.', '[', ']'], StringSplitOptions.RemoveEmptyEntries)
                .Select(p => $"/{p}")
        );

    private static string PointerOf(string path)
    {
        var pointer = new StringBuilder();
        foreach (Match part in PathPart().Matches(path))
        {
            var name =
                part.Groups[1].Success ? part.Groups[1].Value
                : part.Groups[2].Success ? part.Groups[2].Value
                : part.Groups[3].Value;
            pointer
                .Append('/')
                .Append(name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal));
        }
        return pointer.ToString();
    }

    private static string What(JsonException wrong) =>
        wrong.Message.Contains("could not be mapped", StringComparison.Ordinal) ? "There is no such member."
        : wrong.Message.Contains("missing required", StringComparison.Ordinal)
            ? "A member that is needed is missing here; the guide to mappings says what a mapping has."
        : "The value is of another type than is expected here.";

    private static string Explain(ValidationError error)
    {
        var schema = error.Schema;
        return error.Kind switch
        {
            ValidationErrorKind.PropertyRequired => $"'{error.Property}' is missing.",
            ValidationErrorKind.NoAdditionalPropertiesAllowed =>
                $"There is no member '{error.Property}' here. There are: {string.Join(", ", schema.ActualProperties.Keys)}.",
            ValidationErrorKind.NotInEnumeration =>
                $"'{error.Property}' must be one of: {string.Join(", ", schema.Enumeration)}.",
            ValidationErrorKind.StringTooShort => $"'{error.Property}' must not be empty.",
            ValidationErrorKind.StringTooLong => $"'{error.Property}' must have at most {schema.MaxLength} characters.",
            ValidationErrorKind.PatternMismatch => $"'{error.Property}' must match the pattern {schema.Pattern}.",
            ValidationErrorKind.NumberTooSmall => $"'{error.Property}' must be at least {schema.Minimum}.",
            ValidationErrorKind.NumberTooBig => $"'{error.Property}' must be at most {schema.Maximum}.",
            ValidationErrorKind.TooFewItems => $"'{error.Property}' must have at least {schema.MinItems} entries.",
            ValidationErrorKind.StringExpected => $"'{error.Property}' must be a string.",
            ValidationErrorKind.IntegerExpected => $"'{error.Property}' must be a whole number.",
            ValidationErrorKind.BooleanExpected => $"'{error.Property}' must be true or false.",
            ValidationErrorKind.ObjectExpected => $"'{error.Property ?? "The definition"}' must be an object.",
            ValidationErrorKind.ArrayExpected => $"'{error.Property}' must be a list.",
            var kind => $"'{error.Property}' does not fit ({kind}).",
        };
    }

    [GeneratedRegex(@"\.([^.\[\]]+)|\[(\d+)\]|\['([^']*)'\]")]
    private static partial Regex PathPart();
}
