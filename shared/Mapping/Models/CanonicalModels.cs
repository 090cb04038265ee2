using System.Collections.Frozen;

namespace IntegrationFunctions.Mapping.Models;

/// <summary>The models that all systems are mapped to.</summary>
public static class CanonicalModels
{
    private const string Prefix = "models/";

    private static readonly FrozenDictionary<string, CanonicalModel> ByName = Load()
        .ToFrozenDictionary(model => model.Name, StringComparer.Ordinal);

    /// <summary>All of them, by name.</summary>
    public static IReadOnlyList<CanonicalModel> All { get; } =
    [.. ByName.Values.OrderBy(model => model.Name, StringComparer.Ordinal)];

    /// <summary>The model, or null.</summary>
    public static CanonicalModel? Find(string name) => ByName.GetValueOrDefault(name);

    private static IEnumerable<CanonicalModel> Load()
    {
        var assembly = typeof(CanonicalModels).Assembly;
        foreach (
            var resource in assembly
                .GetManifestResourceNames()
                .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
        )
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!);
            yield return new(Path.GetFileNameWithoutExtension(resource[Prefix.Length..]), reader.ReadToEnd());
        }
    }
}
