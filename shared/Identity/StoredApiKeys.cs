using System.Net;
using System.Text.Json.Nodes;
using IntegrationFunctions.Platform;
using IntegrationFunctions.Platform.Documents;

namespace IntegrationFunctions.Identity;

internal sealed class StoredApiKeys(
    IDocumentStores stores,
    ITenants tenants,
    IUsers users,
    SignInCache cache,
    TimeProvider clock
) : IApiKeys
{
    // A write at every use would make reading cost as much as writing.
    private static readonly TimeSpan UseIsTold = TimeSpan.FromHours(1);
    private readonly IDocumentStore _store = stores.ForTenant(Tenant.System);

    public async Task<NewApiKey> Create(ApiKeyRequest request, CancellationToken ct = default)
    {
        var live = await Live(request, ct).ConfigureAwait(false);
        _ = AddressList.Parse(request.AllowedAddresses ?? []);
        var secret = ApiKeyFormat.New(live);
        var key = new ApiKey(
            Identifiers.New("key", clock),
            request.TenantId,
            request.UserId,
            request.Name,
            ApiKeyFormat.Hint(secret),
            clock.GetUtcNow(),
            request.CreatedBy,
            Live: live,
            Scopes: request.Scopes,
            ExpiresAt: request.ExpiresAt,
            AllowedAddresses: request.AllowedAddresses
        );
        await Write(secret, key, ct).ConfigureAwait(false);
        return new NewApiKey(key, secret);
    }

    public async ValueTask<KeySignIn> Authenticate(string key, IPAddress? from, CancellationToken ct = default)
    {
        if (!ApiKeyFormat.IsWellFormed(key))
        {
            return default;
        }
        var hash = ApiKeyFormat.Hash(key);
        if (cache.TryGet(hash, clock.GetUtcNow(), out var known))
        {
            return Admit(known, from);
        }
        var mark = cache.Mark;
        var (entry, refusal) = await Load(hash, ct).ConfigureAwait(false);
        if (entry is null)
        {
            return new(null, refusal);
        }
        cache.Remember(hash, entry, mark);
        return Admit(entry, from);
    }

    public async Task<NewApiKey?> Rotate(
        string tenantId,
        string keyId,
        TimeSpan overlap,
        string by,
        CancellationToken ct = default
    )
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(overlap, TimeSpan.Zero);
        var now = clock.GetUtcNow();
        if (
            await Find(tenantId, keyId, ct).ConfigureAwait(false) is not { } document
            || document.As(IdentityJson.Default.ApiKey) is not { RevokedAt: null, ReplacedBy: null } old
            || old.ExpiresAt <= now
        )
        {
            return null;
        }
        var secret = ApiKeyFormat.New(old.Live);
        var key = old with
        {
            Id = Identifiers.New("key", clock),
            Hint = ApiKeyFormat.Hint(secret),
            CreatedAt = now,
            // Who turns over a key of another must not give it what its maker couldn't.
            CreatedBy = by == old.UserId || by == Tenant.System ? old.CreatedBy : by,
            ExpiresAt = old.ExpiresAt - old.CreatedAt is { } life ? now + life : null,
            LastUsedAt = null,
        };
        var end = now + overlap;
        var replaced = old with { ReplacedBy = key.Id, ExpiresAt = old.ExpiresAt < end ? old.ExpiresAt : end };
        // Both or neither: keys are documents of one collection.
        var batch = new DocumentBatch(document.Path.Collection)
            .Set(document.Path.Id, replaced, IdentityJson.Default.ApiKey, document.ETag)
            .Create(ApiKeyFormat.Hash(secret), key, IdentityJson.Default.ApiKey);
        if ((await _store.Commit(batch, ct).ConfigureAwait(false)).Conflict is not null)
        {
            return null;
        }
        cache.Forget(document.Path.Id);
        return new NewApiKey(key, secret);
    }

    public async Task<bool> Revoke(string tenantId, string keyId, CancellationToken ct = default)
    {
        if (await Find(tenantId, keyId, ct).ConfigureAwait(false) is not { } document)
        {
            return false;
        }
        if (document.As(IdentityJson.Default.ApiKey).RevokedAt is null)
        {
            var revoked = new DocumentUpdate().Set("revokedAt", JsonValue.Create(clock.GetUtcNow()));
            await _store.Update(document.Path, revoked, ct: ct).ConfigureAwait(false);
        }
        cache.Forget(document.Path.Id);
        return true;
    }

    public async Task<ApiKey?> Get(string tenantId, string keyId, CancellationToken ct = default) =>
        (await Find(tenantId, keyId, ct).ConfigureAwait(false))?.As(IdentityJson.Default.ApiKey);

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

    private static KeySignIn Admit(SignInCache.Entry entry, IPAddress? from) =>
        entry.Addresses?.Contains(from) ?? true ? new(entry.Caller) : new(null, KeyRefusal.Address);

    private static DocumentPath Path(string hash) => new($"apiKeys/{hash}");

    private async Task<bool> Live(ApiKeyRequest request, CancellationToken ct)
    {
        var sandboxOnly = await tenants.IsSandbox(request.TenantId, ct).ConfigureAwait(false) is true;
        return request.Live is true && sandboxOnly
            ? throw new ArgumentException($"The tenant '{request.TenantId}' has a sandbox only, and no live keys.")
            : request.Live ?? !sandboxOnly;
    }

    private async Task Write(string secret, ApiKey key, CancellationToken ct) =>
        (
            await _store
                .Create(Path(ApiKeyFormat.Hash(secret)), key, IdentityJson.Default.ApiKey, ct)
                .ConfigureAwait(false)
        ).EnsureCommitted();

    private async Task<Document?> Find(string tenantId, string keyId, CancellationToken ct)
    {
        var query = new DocumentQuery("apiKeys").Where("id", keyId).Where("tenantId", tenantId);
        var page = await _store.Query(query, ct).ConfigureAwait(false);
        return page.Documents is [var document] ? document : null;
    }

    private async Task<(SignInCache.Entry? Entry, KeyRefusal Refusal)> Load(string hash, CancellationToken ct)
    {
        var document = await _store.Get(Path(hash), ct).ConfigureAwait(false);
        if (document?.As(IdentityJson.Default.ApiKey) is not { RevokedAt: null } key)
        {
            return (null, KeyRefusal.Unknown);
        }
        var now = clock.GetUtcNow();
        if (key.ExpiresAt <= now)
        {
            return (null, KeyRefusal.Expired);
        }
        var tenant = await tenants.Get(key.TenantId, ct).ConfigureAwait(false);
        var user = await users.Get(key.TenantId, key.UserId, ct).ConfigureAwait(false);
        if (tenant?.Space(key.Live) is not { } space || user is not { DisabledAt: null })
        {
            return (null, KeyRefusal.Unknown);
        }
        await TellUse(document.Path, key, now, ct).ConfigureAwait(false);
        var until = now + SignInCache.Remembered;
        var caller = new Caller(space, user.Id, key.Id, user.Roles.ToHashSet())
        {
            AccountId = key.TenantId,
            IsLive = key.Live,
            Scopes = key.Narrow(Scopes.Of(user.Roles)),
            WrittenAt = key.CreatedAt,
        };
        return (
            new(
                caller,
                key.ExpiresAt < until ? key.ExpiresAt.Value : until,
                key.AllowedAddresses is { } networks ? AddressList.Parse(networks) : null
            ),
            default
        );
    }

    private async Task TellUse(DocumentPath path, ApiKey key, DateTimeOffset now, CancellationToken ct)
    {
        if (key.LastUsedAt is null || now - key.LastUsedAt >= UseIsTold)
        {
            // One field, so that what somebody else changes meanwhile stays.
            var used = new DocumentUpdate().Set("lastUsedAt", JsonValue.Create(now));
            await _store.Update(path, used, ct: ct).ConfigureAwait(false);
        }
    }
}
