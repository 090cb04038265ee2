using System.Security.Cryptography;
using System.Text;
using IntegrationFunctions.Identity;
using IntegrationFunctions.Platform.Documents;

namespace IntegrationFunctions.Functions.Http.Guards.Idempotency;

/// <summary>The calls of the last 24 hours that came with an Idempotency-Key: a document each, of the caller's tenant and user.</summary>
/// <param name="stores">Where they are kept.</param>
/// <param name="clock">For locks and lives.</param>
/// <param name="home">Whether other processes work on the same documents.</param>
internal sealed class KeptCalls(IDocumentStores stores, TimeProvider clock, SharedDocuments home)
{
    private readonly string _holder = Guid.NewGuid().ToString("N");

    /// <summary>The documents' group, and what of it is sealed.</summary>
    public static readonly DocumentGroup Group = new DocumentGroup("idempotency").Seal(
        "fingerprint",
        "headers",
        "body"
    );

    /// <summary>How long an answer is given again.</summary>
    public static readonly TimeSpan Life = TimeSpan.FromHours(24);

    /// <summary>How long a call that is never heard of again keeps its key.</summary>
    public static readonly TimeSpan Lock = TimeSpan.FromMinutes(1);

    /// <summary>Claims the key for a call, or finds the call that has it.</summary>
    public async Task<(Claim? Mine, KeptCall? Theirs)> Begin(
        Caller caller,
        string key,
        string fingerprint,
        CancellationToken ct
    )
    {
        var store = stores.ForTenant(caller.TenantId);
        var path = Path(caller, key);
        while (true)
        {
            var now = clock.GetUtcNow();
            var stored = await store.Get(path, ct);
            var known = stored?.As(KeptCallJson.Default.KeptCall);
            if (
                known is not null
                && (
                    known.Fingerprint != fingerprint
                    || known.LockedUntil is not { } until
                    || (until > now && !IsGone(known))
                )
            )
            {
                return (null, known);
            }
            // New, or begun by a process that is no more.
            var call = new KeptCall(fingerprint, now + Lock, Holder: _holder);
            var batch = new DocumentBatch(path.Collection);
            batch = stored is null
                ? batch.Create(path.Id, call, KeptCallJson.Default.KeptCall, now + Life)
                : batch.Set(path.Id, call, KeptCallJson.Default.KeptCall, stored.ETag, now + Life);
            var result = await store.Commit(batch, ct);
            if (result.Conflict is null)
            {
                return (new(store, path, call, result.ETags[0]!, now + Life, clock), null);
            }
        }
    }

    // A folder belongs to one process at a time: whoever began a call before this one did is no more.
    private bool IsGone(KeptCall call) => !home.AreShared && call.Holder != _holder;

    // Another user's key is another key: an answer is for whoever may have it.
    private static DocumentPath Path(Caller caller, string key) =>
        new(
            $"{Group.Name}/{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{caller.UserId}\n{key}")))}"
        );
}
