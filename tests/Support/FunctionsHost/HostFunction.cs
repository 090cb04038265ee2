using System.Text.Json.Nodes;

namespace IntegrationFunctions.Tests.Support.FunctionsHost;

/// <summary>A function as a host reads it from its folder.</summary>
internal sealed record HostFunction(string Name, JsonObject File)
{
    public IReadOnlyList<JsonObject> Bindings { get; } = [.. File["bindings"]!.AsArray().Select(b => b!.AsObject())];

    public JsonObject Trigger => Bindings.Single(b => Text(b, "type").EndsWith("Trigger", StringComparison.Ordinal));

    public string TriggerType => Text(Trigger, "type");

    public string TriggerName => Text(Trigger, "name");

    /// <summary>Name of the binding that brings the Durable client, or null.</summary>
    public string? ClientName => Named("durableClient");

    /// <summary>Exactly one httpTrigger in and one http out: the host forwards, everything else gets an envelope.</summary>
    public bool IsForwarded => TriggerType == "httpTrigger" && Bindings.Count == 2 && Named("http") is not null;

    public bool DeclaresReturn => Bindings.Any(b => Text(b, "name") == "$return");

    /// <summary>All functions of a folder.</summary>
    public static IReadOnlyList<HostFunction> ReadAll(string folder) =>
        [
            .. Directory
                .GetFiles(folder, "function.json", SearchOption.AllDirectories)
                .Order(StringComparer.Ordinal)
                .Select(file => new HostFunction(
                    Path.GetFileName(Path.GetDirectoryName(file))!,
                    JsonNode.Parse(System.IO.File.ReadAllText(file))!.AsObject()
                )),
        ];

    public static string Text(JsonObject json, string name) => json[name]!.GetValue<string>();

    private string? Named(string type) =>
        Bindings.FirstOrDefault(b => Text(b, "type") == type) is { } binding ? Text(binding, "name") : null;
}
