using System.Text.Json;

namespace IntegrationFunctions.Functions.Host.CustomHandler;

/// <summary>
/// One call by the Functions host: <c>{"Data":{binding:value},"Metadata":{...}}</c>. The host encodes values that are no objects once more, so that
/// a string arrives as a string that holds a JSON string, and a number or an array as a string that holds its JSON text.
/// </summary>
internal sealed class Invocation
{
    private readonly JsonElement _data;
    private readonly JsonElement _metadata;

    private Invocation(string id, JsonElement data, JsonElement metadata, IServiceProvider services)
    {
        Id = id;
        _data = data;
        _metadata = metadata;
        Services = services;
    }

    /// <summary>The host's id of this call.</summary>
    public string Id { get; }

    /// <summary>The services of this call.</summary>
    public IServiceProvider Services { get; }

    /// <summary>Reads the body of a call.</summary>
    /// <exception cref="EnvelopeException">It is no envelope.</exception>
    public static Invocation Read(string id, ReadOnlyMemory<byte> body, IServiceProvider services)
    {
        JsonElement root;
        try
        {
            root = JsonDocument.Parse(body).RootElement;
        }
        catch (JsonException e)
        {
            throw new EnvelopeException(
                $"The body is not JSON ({e.Message}); it must be {{\"Data\":{{...}},\"Metadata\":{{...}}}}.",
                e
            );
        }
        if (root.ValueKind != JsonValueKind.Object)
        {
            throw new EnvelopeException(
                $"The body is {Kind(root)}; it must be {{\"Data\":{{...}},\"Metadata\":{{...}}}}."
            );
        }
        if (!root.TryGetProperty("Data", out var data) || data.ValueKind != JsonValueKind.Object)
        {
            throw new EnvelopeException("The body has no object Data, which holds a value for each binding.");
        }
        if (root.TryGetProperty("Metadata", out var metadata) && metadata.ValueKind != JsonValueKind.Object)
        {
            throw new EnvelopeException($"Metadata is {Kind(metadata)}; it must be an object.");
        }
        return new(id, data, metadata, services);
    }

    /// <summary>Whether the call brings a value for the binding.</summary>
    public bool Has(string binding) => _data.TryGetProperty(binding, out _);

    /// <summary>The value of a binding, decoded.</summary>
    /// <exception cref="EnvelopeException">It is missing, or a string that holds no JSON.</exception>
    public JsonElement Value(string binding)
    {
        if (!_data.TryGetProperty(binding, out var value))
        {
            throw new EnvelopeException($"Data.{binding} is missing; the function's function.json declares it.");
        }
        if (value.ValueKind != JsonValueKind.String)
        {
            return value;
        }
        try
        {
            return JsonDocument.Parse(value.GetString()!).RootElement;
        }
        catch (JsonException e)
        {
            throw new EnvelopeException(
                $"Data.{binding} is a string that holds no JSON ({e.Message}); the host encodes strings twice.",
                e
            );
        }
    }

    /// <summary>The value of a binding that is text; of one that came as an object or an array, its JSON.</summary>
    /// <exception cref="EnvelopeException">It is missing, or neither.</exception>
    public string Text(string binding)
    {
        var value = Value(binding);
        return value.ValueKind switch
        {
            JsonValueKind.String => value.GetString()!,
            JsonValueKind.Object or JsonValueKind.Array => value.GetRawText(),
            _ => throw new EnvelopeException($"Data.{binding} is {Kind(value)}; it must be text."),
        };
    }

    /// <summary>What the trigger says besides, decoded; null where it doesn't.</summary>
    public JsonElement? Metadata(string name)
    {
        if (_metadata.ValueKind != JsonValueKind.Object || !_metadata.TryGetProperty(name, out var value))
        {
            return null;
        }
        if (value.ValueKind != JsonValueKind.String)
        {
            return value.ValueKind == JsonValueKind.Null ? null : value;
        }
        try
        {
            return JsonDocument.Parse(value.GetString()!).RootElement;
        }
        catch (JsonException)
        {
            // Not every trigger encodes its strings.
            return value;
        }
    }

    /// <summary>A piece of metadata as text; a number as its digits.</summary>
    public string? MetadataText(string name) =>
        Metadata(name) is not { } value ? null
        : value.ValueKind == JsonValueKind.String ? value.GetString()
        : value.GetRawText();

    private static string Kind(JsonElement value) => value.ValueKind.ToString().ToLowerInvariant();
}
