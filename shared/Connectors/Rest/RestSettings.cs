using System.Text.Json.Nodes;
using IntegrationFunctions.Connectors.Integrations;
using IntegrationFunctions.Connectors.Rest.Definition;
using IntegrationFunctions.Platform.Results;

namespace IntegrationFunctions.Connectors.Rest;

/// <summary>The settings of one integration, held against the definition's schema.</summary>
internal sealed class RestSettings
{
    private readonly JsonObject _values;

    private RestSettings(JsonObject values, IReadOnlyList<string> secretNames, Uri baseAddress)
    {
        (_values, BaseAddress) = (values, baseAddress);
        Secrets = [.. secretNames.Select(Text).OfType<string>()];
        Open = (JsonObject)values.DeepClone();
        foreach (var name in secretNames)
        {
            Open.Remove(name);
        }
    }

    /// <summary>With a slash at the end.</summary>
    public Uri BaseAddress { get; }

    /// <summary>The secrets' values.</summary>
    public IReadOnlyList<string> Secrets { get; }

    /// <summary>All that is no secret.</summary>
    public JsonObject Open { get; }

    /// <summary>A setting as text; null where it is absent or empty.</summary>
    public string? Text(string name) => TextOf(_values[name]);

    /// <summary>A text of the definition with its settings put in.</summary>
    public string? Fill(string? text) => text is null ? null : Template.Fill(text, Text);

    public static async Task<Result<RestSettings>> Read(
        RestDefinition definition,
        SettingNames names,
        ConnectorDescriptor connector,
        JsonObject settings
    )
    {
        var errors = await ConnectorSettings.Check(connector, settings).ConfigureAwait(false);
        if (errors.Count > 0)
        {
            return Wrong(errors[0].Pointer!["/settings".Length..], errors[0].Message);
        }
        foreach (var (name, value) in settings)
        {
            // They become part of addresses and headers.
            if (TextOf(value)?.Any(char.IsControl) == true)
            {
                return Wrong($"/{name}", $"'{name}' must not hold control characters.");
            }
        }
        var first = definition.BaseAddress.StartsWith('{') ? Template.Names(definition.BaseAddress).First() : null;
        // A setting in the midst of an address is one part of it, and can't lead to another host.
        var text = Template.Fill(
            definition.BaseAddress,
            name =>
                TextOf(settings[name]) is not { } value ? null
                : name == first ? value
                : Uri.EscapeDataString(value)
        );
        if (
            !Uri.TryCreate(text, UriKind.Absolute, out var address)
            || (address.Scheme != Uri.UriSchemeHttps && address.Scheme != Uri.UriSchemeHttp)
            || address.Query.Length > 0
            || address.Fragment.Length > 0
            || address.UserInfo.Length > 0
        )
        {
            var pointer = Template.Names(definition.BaseAddress).FirstOrDefault() is { } named ? $"/{named}" : null;
            return Wrong(
                pointer,
                $"The address of {definition.Title} must be one such as https://api.example.com, without query, user and password."
            );
        }
        return new RestSettings(
            settings,
            names.Secrets,
            new Uri(address.GetLeftPart(UriPartial.Path).TrimEnd('/') + "/")
        );
    }

    private static string? TextOf(JsonNode? node) =>
        node is not JsonValue value ? null
        : !value.TryGetValue<string>(out var text) ? value.ToJsonString()
        : text.Length == 0 ? null
        : text;

    private static IntegrationError Wrong(string? pointer, string message) =>
        new(ErrorKind.Configuration, "settings-invalid", message, pointer);

    /// <summary>Without the settings: what is printed ends up in logs.</summary>
    public override string ToString() => BaseAddress.Host;
}
