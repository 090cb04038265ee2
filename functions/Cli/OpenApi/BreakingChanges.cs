using System.Text.Json.Nodes;

namespace IntegrationFunctions.Functions.Cli.OpenApi;

/// <summary>
/// What would break a client that was built against an earlier description: operations, parameters, answers and properties that are gone,
/// and demands that were not made. What is added is fine: clients must ignore properties and values that they don't know.
/// </summary>
internal static class BreakingChanges
{
    private static readonly string[] Methods = ["get", "put", "post", "patch", "delete"];

    /// <summary>A line each, with the operation and the place; empty where old clients go on working.</summary>
    public static IReadOnlyList<string> Between(JsonObject before, JsonObject after)
    {
        var found = new List<string>();
        foreach (var (path, item) in Members(before["paths"]))
        {
            foreach (var method in Methods)
            {
                if (item?[method] is not JsonObject old)
                {
                    continue;
                }
                var name = $"{method.ToUpperInvariant()} {path}";
                if (after["paths"]?[path]?[method] is not JsonObject now)
                {
                    found.Add($"{name}: the operation is gone");
                    continue;
                }
                Operation(name, new(before, after, found), old, now);
            }
        }
        return found;
    }

    private static void Operation(string name, SchemaChanges schemas, JsonObject old, JsonObject now)
    {
        if (Text(old["operationId"]) != Text(now["operationId"]))
        {
            schemas.Found.Add(
                $"{name}: operationId {old["operationId"]} became {now["operationId"]}, and with it the SDKs' method"
            );
        }
        Parameters(name, schemas, old, now);
        Body(name, schemas, old["requestBody"], now["requestBody"]);
        foreach (var (status, answer) in Members(old["responses"]))
        {
            if (status[0] != '2')
            {
                continue;
            }
            if (now["responses"]?[status] is not { } same)
            {
                schemas.Found.Add($"{name}: the answer {status} is gone");
                continue;
            }
            foreach (var (media, content) in Members(answer?["content"]))
            {
                if (same["content"]?[media] is not { } there)
                {
                    schemas.Found.Add($"{name}: the answer {status} no longer comes as {media}");
                    continue;
                }
                schemas.Answer($"{name} {status}", content?["schema"], there["schema"]);
            }
        }
    }

    private static void Parameters(string name, SchemaChanges schemas, JsonObject old, JsonObject now)
    {
        var before = (old["parameters"] as JsonArray ?? []).ToDictionary(Key, p => p!);
        var after = (now["parameters"] as JsonArray ?? []).ToDictionary(Key, p => p!);
        foreach (var (key, parameter) in before)
        {
            if (!after.TryGetValue(key, out var there))
            {
                schemas.Found.Add($"{name}: the {key} is gone");
                continue;
            }
            schemas.Request($"{name} {key}", parameter["schema"], there["schema"]);
        }
        foreach (var (key, parameter) in after)
        {
            if (IsTrue(parameter["required"]) && !(before.TryGetValue(key, out var was) && IsTrue(was["required"])))
            {
                schemas.Found.Add($"{name}: the {key} is required now");
            }
        }
    }

    private static void Body(string name, SchemaChanges schemas, JsonNode? old, JsonNode? now)
    {
        if (IsTrue(now?["required"]) && !IsTrue(old?["required"]))
        {
            schemas.Found.Add($"{name}: a body is required now");
        }
        foreach (var (media, content) in Members(old?["content"]))
        {
            if (now?["content"]?[media] is not { } there)
            {
                schemas.Found.Add($"{name}: a body of {media} is no longer taken");
                continue;
            }
            schemas.Request($"{name} body", content?["schema"], there["schema"]);
        }
    }

    private static string Key(JsonNode? parameter) => $"{Text(parameter!["in"])} parameter '{Text(parameter["name"])}'";

    internal static IEnumerable<KeyValuePair<string, JsonNode?>> Members(JsonNode? node) => node as JsonObject ?? [];

    internal static bool IsTrue(JsonNode? node) => node is JsonValue value && value.TryGetValue(out bool yes) && yes;

    internal static string? Text(JsonNode? node) => (node as JsonValue)?.GetValue<string>();
}
