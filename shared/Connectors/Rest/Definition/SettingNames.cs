using System.Text.Json.Nodes;
using IntegrationFunctions.Platform.Results;

namespace IntegrationFunctions.Connectors.Rest.Definition;

/// <summary>The names in a definition's schema of settings.</summary>
internal sealed class SettingNames
{
    private readonly JsonObject _schema;

    public SettingNames(JsonObject schema)
    {
        _schema = schema;
        var properties = schema["properties"] as JsonObject ?? [];
        All = [.. properties.Select(property => property.Key)];
        Secrets =
        [
            .. properties
                .Where(property =>
                    property.Value is JsonObject p
                    && p["writeOnly"] is JsonValue v
                    && v.TryGetValue(out bool flag)
                    && flag
                )
                .Select(property => property.Key),
        ];
        Required = [.. (schema["required"] as JsonArray ?? []).OfType<JsonValue>().Select(name => name.ToString())];
    }

    public IReadOnlyList<string> All { get; }

    public IReadOnlyList<string> Secrets { get; }

    public IReadOnlyList<string> Required { get; }

    /// <summary>What a form needs is there: titles in both languages, and a description.</summary>
    public IEnumerable<IntegrationError> Check()
    {
        foreach (var name in Required.Except(All, StringComparer.Ordinal))
        {
            yield return ReadDefinition.Wrong("/settings/required", $"There is no setting '{name}'.");
        }
        foreach (var name in All)
        {
            foreach (var member in (string[])["title", "x-title-fr", "description"])
            {
                if (
                    _schema["properties"]![name] is not JsonObject property
                    || property[member] is not JsonValue value
                    || value.ToString().Length == 0
                )
                {
                    yield return ReadDefinition.Wrong(
                        $"/settings/properties/{name}",
                        $"The setting '{name}' needs '{member}', for the form that people fill in."
                    );
                }
            }
        }
    }
}
