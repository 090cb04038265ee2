using System.Collections.Concurrent;
using IntegrationFunctions.Platform;
using IntegrationFunctions.Platform.Documents;

namespace IntegrationFunctions.Identity;

internal sealed class StoredApiKeys(IDocumentStores stores, IUsers users, TimeProvider clock) : IApiKeys
{
    // Other processes learn of a revocation after this long; this one at once.
    private static readonly TimeSpan Remembered = TimeSpan.FromSeconds(15);
    private const int MaxRemembered = 10_000;
    private readonly IDocumentStore _store = stores.ForTenant(Tenant.System);
    private readonly ConcurrentDictionary<string, (Caller Caller, DateTimeOffset Until)> _known = new(
        StringComparer.Ordinal
    );
    private readonly Lock _gate = new();
    private long _revocations;

    public async Task<NewApiKey> Create(
        string tenantId,
        string userId,
        string name,
        string createdBy,
        CancellationToken ct = default
    )
    {
        var secret = ApiKeyFormat.New();
        var key = new ApiKey(
            Identifiers.New("key", clock),
            tenantId,
            userId,
            name,
            ApiKeyFormat.Hint(secret),
            clock.GetUtcNow(),
            createdBy
        );
        var path = Path(ApiKeyFormat.Hash(secret));
        (await _store.Create(path, key, IdentityJson.Default.ApiKey, ct).ConfigureAwait(false)).EnsureCommitted();
        return new NewApiKey(key, secret);
    }

    public async ValueTask<Caller?> Authenticate(string key, CancellationToken ct = default)
    {
        if (!ApiKeyFormat.IsWellFormed(key))
        {
            return null;
        }
        var hash = ApiKeyFormat.Hash(key);
        var now = clock.GetUtcNow();
        if (_known.TryGetValue(hash, out var known) && known.Until > now)
        {
            return known.Caller;
        }
        var revocations = Interlocked.Read(ref _revocations);
        var caller = await Load(hash, ct).ConfigureAwait(false);
        if (caller is not null)
        {
            Remember(hash, caller, now + Remembered, revocations);
        }
        return caller;
    }

    public async Task<bool> Revoke(string tenantId, string keyId, CancellationToken ct = default)
    {
        var query = new DocumentQuery("apiKeys").Where("id", keyId).Where("tenantId", tenantId);
        var page = await _store.Query(query, ct).ConfigureAwait(false);
        if (page.Documents is not [var document])
        {
            return false;
        }
        var key = document.As(IdentityJson.Default.ApiKey);
        if (key.RevokedAt is null)
        {
            await _store
                .Set(document.Path, key with { RevokedAt = clock.GetUtcNow() }, IdentityJson.Default.ApiKey, ct: ct)
                .ConfigureAwait(false);
        }
        lock (_gate)
        {
            // A look-up that began before this must not bring the key back into memory.
            _revocations++;
            _known.TryRemove(document.Path.Id, out _);
        }
        return true;
    }

    public async Task<IReadOnlyList<ApiKey>> List(string tenantId, string userId, CancellationToken ct = default)
    {
        var query = new DocumentQuery("apiKeys")
            .Where("tenantId", tenantId)
            .Where("userId", userId)
            .OrderBy("createdAt");
        var keys = new List<ApiKey>();
        await foreach (var document in _store.QueryAll(query, ct).ConfigureAwait(false))
        {
            keys.Add(document.As(IdentityJson.Default.ApiKey));
        }
        return keys;
    }

    private static DocumentPath Path(string hash) => new($"apiKeys/{hash}");

    private async Task<Caller?> Load(string hash, CancellationToken ct)
    {
        var document = await _store.Get(Path(hash), ct).ConfigureAwait(false);
        if (document?.As(IdentityJson.Default.ApiKey) is not { RevokedAt: null } key)
        {
            return null;
        }
        var user = await users.Get(key.TenantId, key.UserId, ct).ConfigureAwait(false);
        return user is null
            ? null
            : new Caller(key.TenantId, user.Id, key.Id, user.Roles.ToHashSet()) { WrittenAt = key.CreatedAt };
    }

    private void Remember(string hash, Caller caller, DateTimeOffset until, long revocations)
    {
        lock (_gate)
        {
            if (_revocations != revocations)
            {
                return;
            }
            if (_known.Count >= MaxRemembered)
            {
                _known.Clear();
            }
            _known[hash] = (caller, until);
        }
    }
}
