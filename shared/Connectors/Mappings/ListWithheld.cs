using IntegrationFunctions.Connectors.Sync;
using IntegrationFunctions.Mapping.Execution;

namespace IntegrationFunctions.Connectors.Mappings;

public sealed partial class ObjectMappings
{
    /// <summary>
    /// Stored records that nobody sees, and why, by key; 1 to 1,000. A page may be short, or empty, and still have a next one.
    /// </summary>
    /// <exception cref="ArgumentException">The cursor is not one of this list.</exception>
    public async Task<WithheldPage> ListWithheld(
        string tenantId,
        ObjectMapping mapping,
        int limit,
        string? cursor,
        CancellationToken ct = default
    )
    {
        var query = PassScan
            .Query(SyncPass.RecordsOf(mapping.IntegrationId, mapping.ObjectName))
            .Limit(limit)
            .StartAfter(cursor);
        var page = await stores.ForTenant(tenantId).Query(query, ct).ConfigureAwait(false);
        return new(
            [
                .. page
                    .Documents.Where(document => !RecordKey.IsReserved(document.Path.Id))
                    .Select(document => document.As(SyncJson.Default.RecordDocument))
                    .Where(record => record is { DeletedAt: null, Withheld: not null })
                    .Select(record => new WithheldRecord(record.Key, record.Withheld!.Value, record.Faults ?? [])),
            ],
            page.Next
        );
    }
}

/// <summary>A stored record that nobody sees.</summary>
public sealed record WithheldRecord(string Key, Withheld Reason, IReadOnlyList<MappingFault> Faults);

/// <summary>A page of them; <paramref name="Next"/> is null on the last one.</summary>
public sealed record WithheldPage(IReadOnlyList<WithheldRecord> Records, string? Next);
