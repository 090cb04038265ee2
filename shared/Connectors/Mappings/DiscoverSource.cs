using IntegrationFunctions.Connectors.Sync;
using IntegrationFunctions.Mapping.Definitions;
using IntegrationFunctions.Mapping.Discovery;
using IntegrationFunctions.Mapping.Models;
using IntegrationFunctions.Mapping.Suggestions;

namespace IntegrationFunctions.Connectors.Mappings;

public sealed partial class ObjectMappings
{
    // More of them would say little that these don't.
    private const int MostDiscovered = 1_000;

    /// <summary>The model of the source's records, as it is seen in those that are stored; null where none is.</summary>
    public async Task<DiscoveredModel?> Discover(string tenantId, ObjectMapping mapping, CancellationToken ct = default)
    {
        var records = SyncPass.RecordsOf(mapping.IntegrationId, mapping.ObjectName);
        var raw = await PassScan
            .All(stores.ForTenant(tenantId), records, ct)
            .Where(document => !RecordKey.IsReserved(document.Path.Id))
            .Select(document => document.As(SyncJson.Default.RecordDocument))
            .Where(record => record.DeletedAt is null)
            .Select(record => record.Raw)
            .Take(MostDiscovered)
            .ToListAsync(ct)
            .ConfigureAwait(false);
        return raw.Count == 0 ? null : DiscoveredModel.Infer(raw, mapping.ObjectName);
    }

    /// <summary>Rules for a model, from what the stored records look like; null where none is stored.</summary>
    public async Task<IReadOnlyList<Suggestion>?> Suggest(
        string tenantId,
        ObjectMapping mapping,
        CanonicalModel target,
        CancellationToken ct = default
    ) =>
        await Discover(tenantId, mapping, ct).ConfigureAwait(false) is { } source
            ? [.. SuggestRules.Run(source, target).Select(Keyed)]
            : null;

    // Whatever looks like one: records are found by their key, and others refer to them by it.
    private static Suggestion Keyed(Suggestion suggestion) =>
        suggestion.Rule.Target != "id"
            ? suggestion
            : new Suggestion(
                new MappingRule("id", Expression: "$key", Required: true),
                1,
                ["Records are kept by their key at the source."],
                suggestion.Score > 0
                    ? [suggestion with { Alternatives = null }, .. suggestion.Alternatives ?? []]
                    : null
            );
}
