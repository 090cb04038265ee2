using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using IntegrationFunctions.Platform;
using IntegrationFunctions.Platform.Documents;

namespace IntegrationFunctions.Identity.SignIn;

internal sealed class StoredSessions(
    IDocumentStores stores,
    ITenants tenants,
    IUsers users,
    SignInCache cache,
    TimeProvider clock
) : ISessions
{
    public const string Group = "sessions";
    private const int SecretBytes = 32;
    private const int SecretLength = 43;
    private const int MostAgent = 200;

    // A working day, and half an hour away from the desk.
    private static readonly TimeSpan Life = TimeSpan.FromHours(12);
    private static readonly TimeSpan IdleLife = TimeSpan.FromMinutes(30);
    private static readonly TimeSpan CodeLife = TimeSpan.FromMinutes(5);

    // A write at every use would make reading cost as much as writing.
    private static readonly TimeSpan UseIsTold = TimeSpan.FromMinutes(5);
    private readonly IDocumentStore _store = stores.ForTenant(Tenant.System);

    public async Task<NewSession> Begin(SessionRequest request, CancellationToken ct = default)
    {
        var secret = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(SecretBytes));
        var now = clock.GetUtcNow();
        var session = new Session(
            Identifiers.New("ses", clock),
            request.TenantId,
            request.UserId,
            request.NeedsCode,
            request.Address,
            request.Agent is { Length: > MostAgent } agent ? agent[..MostAgent] : request.Agent,
            now,
            now,
            now + (request.NeedsCode ? CodeLife : Life)
        );
        var batch = new DocumentBatch(Path("x").Collection).Create(
            Hash(secret),
            session,
            SignInJson.Default.Session,
            session.EndsAt
        );
        (await _store.Commit(batch, ct).ConfigureAwait(false)).EnsureCommitted();
        return new(session, secret);
    }

    public async Task<Session?> Find(string secret, CancellationToken ct = default) =>
        IsSecret(secret) ? await Load(Hash(secret), ct).ConfigureAwait(false) : null;

    public async ValueTask<Caller?> Authenticate(string secret, bool sandbox, CancellationToken ct = default)
    {
        if (!IsSecret(secret))
        {
            return null;
        }
        var hash = Hash(secret);
        // The same session opens both spaces: remembered apart.
        var known = hash + (sandbox ? ":test" : ":live");
        var now = clock.GetUtcNow();
        if (cache.TryGet(known, now, out var entry))
        {
            return entry.Caller;
        }
        var mark = cache.Mark;
        if (await Load(hash, ct).ConfigureAwait(false) is not { NeedsCode: false } session)
        {
            return null;
        }
        var tenant = await tenants.Get(session.TenantId, ct).ConfigureAwait(false);
        var user = await users.Get(session.TenantId, session.UserId, ct).ConfigureAwait(false);
        if (tenant is null || user is not { DisabledAt: null })
        {
            return null;
        }
        await TellUse(hash, session, now, ct).ConfigureAwait(false);
        var live = !sandbox && !tenant.SandboxOnly;
        var caller = new Caller(tenant.Space(live)!, user.Id, session.Id, user.Roles.ToHashSet())
        {
            AccountId = tenant.Id,
            IsLive = live,
            Method = SignInMethod.Session,
        };
        var until = now + SignInCache.Remembered;
        cache.Remember(known, new(caller, session.EndsAt < until ? session.EndsAt : until), mark);
        return caller;
    }

    public async Task<NewSession?> Finish(string secret, CancellationToken ct = default)
    {
        if (await Find(secret, ct).ConfigureAwait(false) is not { NeedsCode: true } session)
        {
            return null;
        }
        // Another secret: whoever planted the first one in the browser has nothing of it.
        var finished = await Begin(new(session.TenantId, session.UserId, false, session.Address, session.Agent), ct)
            .ConfigureAwait(false);
        await _store.Delete(Path(Hash(secret)), ct: ct).ConfigureAwait(false);
        return finished;
    }

    public async Task<IReadOnlyList<Session>> List(string tenantId, string userId, CancellationToken ct = default)
    {
        var now = clock.GetUtcNow();
        var sessions = new List<Session>();
        await foreach (var document in Of(tenantId, userId, ct).ConfigureAwait(false))
        {
            var session = document.As(SignInJson.Default.Session);
            if (!session.NeedsCode && IsOpen(session, now))
            {
                sessions.Add(session);
            }
        }
        return sessions;
    }

    public async Task<bool> End(string tenantId, string userId, string sessionId, CancellationToken ct = default)
    {
        await foreach (var document in Of(tenantId, userId, ct).ConfigureAwait(false))
        {
            if (document.As(SignInJson.Default.Session).Id == sessionId)
            {
                await Remove(document, ct).ConfigureAwait(false);
                return true;
            }
        }
        return false;
    }

    public async Task EndAll(string tenantId, string userId, string? exceptId = null, CancellationToken ct = default)
    {
        await foreach (var document in Of(tenantId, userId, ct).ConfigureAwait(false))
        {
            if (document.As(SignInJson.Default.Session).Id != exceptId)
            {
                await Remove(document, ct).ConfigureAwait(false);
            }
        }
    }

    private async Task Remove(Document document, CancellationToken ct)
    {
        await _store.Delete(document.Path, ct: ct).ConfigureAwait(false);
        var id = document.As(SignInJson.Default.Session).Id;
        cache.Forget(caller => caller.KeyId == id);
    }

    private IAsyncEnumerable<Document> Of(string tenantId, string userId, CancellationToken ct) =>
        _store.QueryAll(
            new DocumentQuery(Group)
                .Where("tenantId", tenantId)
                .Where("userId", userId)
                .OrderBy("createdAt", descending: true),
            ct
        );

    private async Task<Session?> Load(string hash, CancellationToken ct) =>
        await _store.Get(Path(hash), ct).ConfigureAwait(false) is { } document
        && document.As(SignInJson.Default.Session) is var session
        && IsOpen(session, clock.GetUtcNow())
            ? session
            : null;

    private static bool IsOpen(Session session, DateTimeOffset now) =>
        now < session.EndsAt && now < session.LastSeenAt + IdleLife;

    private async Task TellUse(string hash, Session session, DateTimeOffset now, CancellationToken ct)
    {
        if (now - session.LastSeenAt >= UseIsTold)
        {
            var used = new DocumentUpdate().Set("lastSeenAt", JsonValue.Create(now));
            await _store.Update(Path(hash), used, ct: ct).ConfigureAwait(false);
        }
    }

    private static bool IsSecret(string text) => text.Length == SecretLength;

    private static DocumentPath Path(string hash) => new($"{Group}/{hash}");

    private static string Hash(string secret) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));
}
