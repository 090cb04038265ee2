using System.Text.Json.Nodes;

namespace IntegrationFunctions.Functions.Cli.OpenApi;

/// <summary>
/// Compares schemas (JSON Schema 2020-12). What we are sent may only become wider, what we answer only narrower.
/// </summary>
/// <param name="before">The released description, for its references.</param>
/// <param name="after">The present one.</param>
/// <param name="found">Where breaks are written.</param>
internal sealed class SchemaChanges(JsonObject before, JsonObject after, List<string> found)
{
    private static readonly string[] Lower = ["maximum", "maxLength", "maxItems"];
    private static readonly string[] Upper = ["minimum", "minLength", "minItems"];
    private readonly HashSet<(string, string?, bool)> _seen = [];

    public List<string> Found => found;

    /// <summary>A schema of what clients send.</summary>
    public void Request(string place, JsonNode? old, JsonNode? now) => Compare(place, old, now, isAnswer: false);

    /// <summary>A schema of what clients get.</summary>
    public void Answer(string place, JsonNode? old, JsonNode? now) => Compare(place, old, now, isAnswer: true);

    private void Compare(string place, JsonNode? old, JsonNode? now, bool isAnswer)
    {
        if (Reference(old) is { } name && !_seen.Add((name, Reference(now), isAnswer)))
        {
            return;
        }
        if (Resolve(before, old) is not { } was || Resolve(after, now) is not { } became)
        {
            if (now is null && old is not null && isAnswer)
            {
                found.Add($"{place}: the schema is gone");
            }
            return;
        }
        Types(place, was, became, isAnswer);
        if (!isAnswer)
        {
            Limits(place, was, became);
        }
        Properties(place, was, became, isAnswer);
        if (was["items"] is { } items)
        {
            Compare($"{place}[]", items, became["items"], isAnswer);
        }
        if (was["additionalProperties"] is JsonObject values)
        {
            Compare($"{place}.*", values, became["additionalProperties"], isAnswer);
        }
        Variants(place, was, became, isAnswer);
    }

    private void Types(string place, JsonObject old, JsonObject now, bool isAnswer)
    {
        var was = TypesOf(old);
        var became = TypesOf(now);
        var foreign = isAnswer ? became.Except(was).ToArray() : [.. was.Except(became)];
        // No type at all is any type.
        if (
            isAnswer
                ? was.Count > 0 && (became.Count == 0 || foreign.Length > 0)
                : became.Count > 0 && (was.Count == 0 || foreign.Length > 0)
        )
        {
            found.Add($"{place}: {Say(was)} became {Say(became)}");
        }
        if (BreakingChanges.Text(old["format"]) != BreakingChanges.Text(now["format"]))
        {
            found.Add($"{place}: the format {old["format"] ?? "none"} became {now["format"] ?? "none"}");
        }
        if (!isAnswer && old["enum"] is JsonArray values && now["enum"] is JsonArray left)
        {
            var known = left.Select(v => v?.ToJsonString()).ToHashSet(StringComparer.Ordinal);
            foreach (var gone in values.Select(v => v?.ToJsonString()).Where(v => !known.Contains(v)))
            {
                found.Add($"{place}: the value {gone} is no longer taken");
            }
        }
        else if (!isAnswer && old["enum"] is null && now["enum"] is not null)
        {
            found.Add($"{place}: only some values are taken now");
        }
    }

    private void Limits(string place, JsonObject old, JsonObject now)
    {
        foreach (var name in Lower)
        {
            if (Number(now[name]) is { } most && (Number(old[name]) is not { } before || most < before))
            {
                found.Add($"{place}: {name} is {most} now");
            }
        }
        foreach (var name in Upper)
        {
            if (Number(now[name]) is { } least && (Number(old[name]) is not { } before || least > before))
            {
                found.Add($"{place}: {name} is {least} now");
            }
        }
        if (now["pattern"] is { } pattern && BreakingChanges.Text(pattern) != BreakingChanges.Text(old["pattern"]))
        {
            found.Add($"{place}: the pattern is {pattern} now");
        }
    }

    private void Properties(string place, JsonObject old, JsonObject now, bool isAnswer)
    {
        var demanded = Required(now);
        var promised = Required(old);
        foreach (var (name, schema) in BreakingChanges.Members(old["properties"]))
        {
            var inside = $"{place}.{name}";
            if (now["properties"]?[name] is not { } there)
            {
                found.Add($"{inside}: the property is gone");
                continue;
            }
            if (isAnswer && promised.Contains(name) && !demanded.Contains(name))
            {
                found.Add($"{inside}: the property may be absent now");
            }
            Compare(inside, schema, there, isAnswer);
        }
        if (!isAnswer)
        {
            foreach (var name in demanded.Except(promised))
            {
                found.Add($"{place}.{name}: the property is required now");
            }
        }
    }

    // Variants are compared by their place: a description is made from types, whose order stays.
    private void Variants(string place, JsonObject old, JsonObject now, bool isAnswer)
    {
        foreach (var kind in (string[])["oneOf", "anyOf", "allOf"])
        {
            var was = old[kind] as JsonArray ?? [];
            var became = now[kind] as JsonArray ?? [];
            if (isAnswer ? became.Count > was.Count && was.Count > 0 : became.Count < was.Count)
            {
                found.Add($"{place}: {kind} has {became.Count} variants and had {was.Count}");
            }
            for (var i = 0; i < Math.Min(was.Count, became.Count); i++)
            {
                Compare(place, was[i], became[i], isAnswer);
            }
        }
    }

    private static HashSet<string> TypesOf(JsonObject schema) =>
        schema["type"] switch
        {
            JsonArray many => [.. many.Select(t => t!.GetValue<string>())],
            JsonValue one => [one.GetValue<string>()],
            _ => [],
        };

    private static HashSet<string> Required(JsonObject schema) =>
        [.. (schema["required"] as JsonArray ?? []).Select(r => r!.GetValue<string>())];

    private static double? Number(JsonNode? node) =>
        node is JsonValue value && value.TryGetValue(out double number) ? number : null;

    private static string Say(HashSet<string> types) =>
        types.Count == 0 ? "any type" : string.Join(" or ", types.Order(StringComparer.Ordinal));

    private static string? Reference(JsonNode? schema) => BreakingChanges.Text(schema?["$ref"]);

    private static JsonObject? Resolve(JsonObject document, JsonNode? schema)
    {
        // A reference to a reference is followed; one to itself ends at once.
        for (var steps = 0; Reference(schema) is { } reference && steps < 8; steps++)
        {
            JsonNode? target = document;
            foreach (var part in reference.TrimStart('#', '/').Split('/'))
            {
                target = target?[part.Replace("~1", "/").Replace("~0", "~")];
            }
            schema = target;
        }
        return schema as JsonObject;
    }
}
