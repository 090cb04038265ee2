using System.Collections.Frozen;
using System.Text.Json.Nodes;

namespace IntegrationFunctions.Mapping.Suggestions;

/// <summary>The words that names are made of, in English and French, names of known systems, and their codes: <c>Names/*.json</c>.</summary>
internal sealed class NameDictionary
{
    private const string Prefix = "names/";

    private static readonly string[] Systems = ["sap", "oracle", "sage"];

    private static readonly Lazy<NameDictionary> Loaded = new(() => new());

    private readonly FrozenDictionary<string, (string System, FrozenSet<string> Targets)> _names;
    private readonly FrozenDictionary<string, FrozenDictionary<string, string>> _values;
    private readonly FrozenDictionary<string, FrozenDictionary<string, string>> _systemValues;
    private readonly JsonObject _phrases;

    private NameDictionary()
    {
        Words = new(Read("words"));
        _phrases = Read("fields");
        _values = Read("values")
            .ToFrozenDictionary(set => set.Key, set => Codes(set.Value!.AsObject()), StringComparer.Ordinal);
        var systems = Systems.Select(Read).ToList();
        _names = systems
            .SelectMany(system =>
                system["names"]!
                    .AsObject()
                    .Select(name => (name.Key, System: (string)system["system"]!, Targets: name.Value!.AsArray()))
            )
            .GroupBy(name => name.Key, StringComparer.OrdinalIgnoreCase)
            .ToFrozenDictionary(
                same => same.Key,
                same =>
                    (
                        same.First().System,
                        same.SelectMany(name => name.Targets)
                            .Select(target => (string)target!)
                            .ToFrozenSet(StringComparer.Ordinal)
                    ),
                StringComparer.OrdinalIgnoreCase
            );
        _systemValues = systems
            .SelectMany(system => system["values"]?.AsObject() ?? [])
            .ToFrozenDictionary(set => set.Key, set => Codes(set.Value!.AsObject()), StringComparer.OrdinalIgnoreCase);
    }

    public static NameDictionary Instance => Loaded.Value;

    public NameWords Words { get; }

    /// <summary>What a field of a model is called elsewhere.</summary>
    public IEnumerable<string> Phrases(string model, string field) =>
        new[] { model, "*" }
            .Select(owner => _phrases[owner]?[field])
            .OfType<JsonArray>()
            .SelectMany(list => list)
            .Select(phrase => (string)phrase!);

    /// <summary>The system that has a field of this name; null where none is known.</summary>
    public string? SystemOf(string name) => _names.TryGetValue(name, out var known) ? known.System : null;

    /// <summary>Whether a system's field of this name is for the target (or for a role such as <c>side</c>).</summary>
    public bool IsFor(string name, string model, string field) =>
        _names.TryGetValue(name, out var known)
        && (
            known.Targets.Contains($"{model}.{field}")
            || known.Targets.Contains($"*.{field}")
            || known.Targets.Contains(field)
        );

    /// <summary>Whether a system's field of this name may stand for the target where there is none better (<c>~</c> in the files).</summary>
    public bool MayStandFor(string name, string model, string field) =>
        _names.TryGetValue(name, out var known)
        && (known.Targets.Contains($"~{model}.{field}") || known.Targets.Contains($"~*.{field}"));

    /// <summary>Whether it is known to be for something else: for nothing that the models have, or, where it is no plain word, for other fields of the model.</summary>
    public bool MeansOther(string name, string model) =>
        _names.TryGetValue(name, out var known)
        && (
            known.Targets.Count == 0
            || (
                name.Any(c => c == '_' || char.IsAsciiDigit(c))
                && known.Targets.Any(target =>
                    target.StartsWith($"{model}.", StringComparison.Ordinal)
                    || target.StartsWith("*.", StringComparison.Ordinal)
                )
            )
        );

    /// <summary>What a value of the source means, among the values of a set (<c>invoice.kind</c>, <c>side</c>); null where it is not known.</summary>
    /// <param name="set">The set.</param>
    /// <param name="value">A value of the source.</param>
    /// <param name="name">The name of the field that has it: systems have codes of their own.</param>
    public string? Meaning(string set, string value, string name)
    {
        var folded = NameWords.Fold(value).Trim();
        return
            _systemValues.TryGetValue(name, out var own) && own.TryGetValue(folded, out var meaning)
            || _values.TryGetValue(set, out var all) && all.TryGetValue(folded, out meaning)
            || _values.TryGetValue("*" + set[Math.Max(0, set.IndexOf('.', StringComparison.Ordinal))..], out all)
                && all.TryGetValue(folded, out meaning)
            ? meaning
            : null;
    }

    private static FrozenDictionary<string, string> Codes(JsonObject set) =>
        set.SelectMany(meaning => meaning.Value!.AsArray().Select(code => (Code: (string)code!, meaning.Key)))
            .DistinctBy(code => code.Code)
            .ToFrozenDictionary(code => code.Code, code => code.Key, StringComparer.Ordinal);

    private static JsonObject Read(string name)
    {
        using var stream = typeof(NameDictionary).Assembly.GetManifestResourceStream($"{Prefix}{name}.json")!;
        return JsonNode.Parse(stream)!.AsObject();
    }
}
