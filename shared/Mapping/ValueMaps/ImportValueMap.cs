using IntegrationFunctions.Mapping.Definitions;

namespace IntegrationFunctions.Mapping.ValueMaps;

public sealed partial class ValueMaps
{
    /// <summary>
    /// Takes the entries of a file over into a value map, which is made where there is none: in the place of those it has, or, merging, beside
    /// them. A dry run says what would come of it and writes nothing.
    /// </summary>
    public async Task<ValueMapImport> Import(
        string tenantId,
        string userId,
        string name,
        ValueMapFile file,
        bool merges,
        bool isDryRun,
        int? ifVersion,
        CancellationToken ct = default
    )
    {
        if (file.Errors.Count > 0)
        {
            return new(new(null, file.Errors), 0, 0, 0, 0, file.Deviations);
        }
        var stored = await Get(tenantId, name, ct).ConfigureAwait(false);
        if (stored?.Version != ifVersion)
        {
            return new(
                stored is null ? NotFound(name) : VersionMismatch(name, stored.Version),
                0,
                0,
                0,
                0,
                file.Deviations
            );
        }
        var before = stored?.Map ?? new ValueMap([]);
        var after = before with { Entries = merges ? Merged(before, file.Entries) : file.Entries };
        var comparer = before.IgnoreCase ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal;
        var old = before.Entries.ToDictionary(entry => entry.From, comparer);
        var kept = after.Entries.Where(entry => old.ContainsKey(entry.From)).ToList();
        var changed = kept.Count(entry => old[entry.From] != entry);
        var outcome = isDryRun
            ? new ValueMapOutcome(stored, ValueMapRules.Check(name, stored?.Title, after))
            : await Put(tenantId, userId, name, stored?.Title, after, ifVersion, ct).ConfigureAwait(false);
        return new(
            outcome,
            after.Entries.Count - kept.Count,
            changed,
            kept.Count - changed,
            old.Count - kept.DistinctBy(entry => entry.From, comparer).Count(),
            file.Deviations
        );
    }

    // In the order that the value map has; what is new comes behind.
    private static List<ValueMapEntry> Merged(ValueMap before, IReadOnlyList<ValueMapEntry> file)
    {
        var comparer = before.IgnoreCase ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal;
        var merged = before.Entries.ToList();
        var places = merged.Select((entry, i) => (entry.From, i)).ToDictionary(p => p.From, p => p.i, comparer);
        foreach (var entry in file)
        {
            if (places.TryGetValue(entry.From, out var place) && place < before.Entries.Count)
            {
                merged[place] = entry;
            }
            else
            {
                // Also one that the file has twice: the check of the whole points at it.
                merged.Add(entry);
            }
        }
        return merged;
    }
}

/// <summary>What came of an import.</summary>
/// <param name="Outcome">The value map, or what is wrong.</param>
/// <param name="Added">Entries that are new.</param>
/// <param name="Changed">Entries that lead to another value, or have another note.</param>
/// <param name="Unchanged">Entries that stay.</param>
/// <param name="Removed">Entries that go.</param>
/// <param name="Deviations">What in the file was not as it should be and was understood all the same.</param>
public sealed record ValueMapImport(
    ValueMapOutcome Outcome,
    int Added,
    int Changed,
    int Unchanged,
    int Removed,
    IReadOnlyList<string> Deviations
);
