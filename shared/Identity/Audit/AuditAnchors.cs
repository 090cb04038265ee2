using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using IntegrationFunctions.Platform.Blobs;
using IntegrationFunctions.Platform.Documents;

namespace IntegrationFunctions.Identity.Audit;

/// <summary>
/// Signed heads that are kept in another store, one a day and tenant: who puts an older head and an older end of the chain back into the documents
/// is found by them. Blob storage can be told to let nobody remove them.
/// </summary>
internal sealed class AuditAnchors(IDocumentStores stores, IBlobStores blobs, AuditKeys keys, TimeProvider clock)
{
    private const string Prefix = "audit/heads/";

    private readonly ConcurrentDictionary<string, long> _written = new(StringComparer.Ordinal);

    /// <summary>Keeps the head of a tenant's chain, where it has moved on since the last time.</summary>
    public async Task Write(string tenantId, CancellationToken ct = default)
    {
        var stored = await stores.ForTenant(tenantId).Get(AuditChain.HeadPath, ct).ConfigureAwait(false);
        if (
            stored?.As(AuditJson.Default.AuditHead) is not { } head
            || _written.GetValueOrDefault(tenantId) == head.LastSequence
        )
        {
            return;
        }
        var day = clock.GetUtcNow().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        using var content = new MemoryStream(JsonSerializer.SerializeToUtf8Bytes(head, AuditJson.Default.AuditHead));
        await blobs
            .ForTenant(tenantId)
            .Put($"{Prefix}{day}.json", content, new BlobWrite("application/json"), ct)
            .ConfigureAwait(false);
        _written[tenantId] = head.LastSequence;
    }

    /// <summary>The hashes that anchors know, by the sequences of their entries. An anchor that isn't signed by us is a problem.</summary>
    public async Task<Dictionary<long, string>> Read(string tenantId, List<AuditProblem> problems, CancellationToken ct)
    {
        var known = new Dictionary<long, string>();
        var store = blobs.ForTenant(tenantId);
        string? cursor = null;
        do
        {
            var page = await store.List(Prefix, 1000, cursor, ct).ConfigureAwait(false);
            foreach (var blob in page.Blobs)
            {
                if (await Read(store, tenantId, blob.Name, ct).ConfigureAwait(false) is { } head)
                {
                    known[head.LastSequence] = head.LastHash;
                }
                else
                {
                    problems.Add(new(0, $"The anchor {blob.Name} was changed: it is not signed by us."));
                }
            }
            cursor = page.Next;
        } while (cursor is not null);
        return known;
    }

    private async Task<AuditHead?> Read(IBlobStore store, string tenantId, string name, CancellationToken ct)
    {
        if (await store.Get(name, ct: ct).ConfigureAwait(false) is not { } blob)
        {
            return null;
        }
        await using (blob.ConfigureAwait(false))
        {
            try
            {
                var head = await JsonSerializer
                    .DeserializeAsync(blob.Stream, AuditJson.Default.AuditHead, ct)
                    .ConfigureAwait(false);
                return
                    head is not null
                    && head.Tenant == tenantId
                    && await keys.Find(head.KeyId, ct).ConfigureAwait(false) is { } key
                    && head.IsSignedWith(key)
                    ? head
                    : null;
            }
            catch (Exception e) when (e is JsonException or Platform.Storage.StorageException)
            {
                return null;
            }
        }
    }
}
