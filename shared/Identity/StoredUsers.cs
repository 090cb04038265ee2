using IntegrationFunctions.Platform;
using IntegrationFunctions.Platform.Documents;
using IntegrationFunctions.Platform.Results;

namespace IntegrationFunctions.Identity;

internal sealed class StoredUsers(IDocumentStores stores, SignInCache cache, TimeProvider clock) : IUsers
{
    private const int Attempts = 5;

    public async Task<User> Create(
        string tenantId,
        string name,
        IReadOnlyCollection<Role> roles,
        string createdBy,
        string? id = null,
        CancellationToken ct = default
    )
    {
        var user = new User(
            id ?? Identifiers.New("usr", clock),
            name,
            [.. roles.Distinct().Order()],
            clock.GetUtcNow(),
            createdBy
        );
        var result = await stores
            .ForTenant(tenantId)
            .Create(Path(user.Id), user, IdentityJson.Default.User, ct)
            .ConfigureAwait(false);
        return result.Conflict is null
            ? user
            : await Get(tenantId, user.Id, ct).ConfigureAwait(false)
                ?? throw new InvalidOperationException($"The user '{user.Id}' vanished while it was read.");
    }

    public async Task<User?> Get(string tenantId, string userId, CancellationToken ct = default) =>
        (await Find(tenantId, userId, ct).ConfigureAwait(false))?.As(IdentityJson.Default.User);

    public async Task<User?> FindByEmail(string tenantId, string email, CancellationToken ct = default)
    {
        var login = await stores.ForTenant(tenantId).Get(UserLogin.Path(email), ct).ConfigureAwait(false);
        // A change that was cut short leaves an entry behind that its user doesn't know of.
        return
            login is not null
            && await Get(tenantId, login.As(IdentityJson.Default.UserLogin).UserId, ct).ConfigureAwait(false)
                is { } user
            && user.Email == UserLogin.Normal(email)
            ? user
            : null;
    }

    public async Task<User?> FindByStaff(string tenantId, StaffIdentity person, CancellationToken ct = default)
    {
        if (!IdRules.IsId(tenantId) || person.DirectoryId.Length == 0 || person.ObjectId.Length == 0)
        {
            return null;
        }
        var normal = person.Normal();
        var query = new DocumentQuery("users")
            .Where("staff.objectId", normal.ObjectId)
            .Where("staff.directoryId", normal.DirectoryId)
            .Limit(2);
        var page = await stores.ForTenant(tenantId).Query(query, ct).ConfigureAwait(false);
        // Two who were bound at the same moment: neither, until an administrator has decided.
        return page.Documents is [var one] ? one.As(IdentityJson.Default.User) : null;
    }

    public async Task<UserPage> List(string tenantId, int limit, string? cursor, CancellationToken ct = default)
    {
        var query = new DocumentQuery("users").Limit(limit).StartAfter(cursor);
        var page = await stores.ForTenant(tenantId).Query(query, ct).ConfigureAwait(false);
        return new UserPage([.. page.Documents.Select(d => d.As(IdentityJson.Default.User))], page.Next);
    }

    public async Task<Result<User>> Update(
        string tenantId,
        string userId,
        int ifVersion,
        UserChange change,
        CancellationToken ct = default
    )
    {
        if (await Find(tenantId, userId, ct).ConfigureAwait(false) is not { } document)
        {
            return UserErrors.NotFound(userId);
        }
        var before = document.As(IdentityJson.Default.User);
        if (before.Version != ifVersion)
        {
            return UserErrors.Mismatch(ifVersion, before.Version);
        }
        var after = Apply(before, change);
        if (
            after.Staff is { } person
            && person != before.Staff
            && await FindByStaff(tenantId, person, ct).ConfigureAwait(false) is not null
        )
        {
            return UserErrors.StaffTaken();
        }
        if (after.Email is { } email && email != before.Email)
        {
            if (!await Claim(tenantId, email, userId, ct).ConfigureAwait(false))
            {
                return UserErrors.EmailTaken(email);
            }
        }
        var error = await Write(
                tenantId,
                document,
                before,
                StaysOwner(after),
                batch => batch.Set(userId, after, IdentityJson.Default.User, document.ETag),
                ct
            )
            .ConfigureAwait(false);
        if (error is not null)
        {
            return error;
        }
        if (before.Email is { } old && old != after.Email)
        {
            await stores.ForTenant(tenantId).Delete(UserLogin.Path(old), ct: ct).ConfigureAwait(false);
        }
        cache.ForgetUser(tenantId, userId);
        return after;
    }

    public async Task<Result<User>> Delete(string tenantId, string userId, CancellationToken ct = default)
    {
        for (var attempt = 1; ; attempt++)
        {
            if (await Find(tenantId, userId, ct).ConfigureAwait(false) is not { } document)
            {
                return UserErrors.NotFound(userId);
            }
            var user = document.As(IdentityJson.Default.User);
            var error = await Write(
                    tenantId,
                    document,
                    user,
                    staysOwner: false,
                    batch => batch.Delete(userId, document.ETag),
                    ct
                )
                .ConfigureAwait(false);
            if (error is { Code: UserErrors.MismatchCode } && attempt < Attempts)
            {
                continue;
            }
            if (error is not null)
            {
                return error;
            }
            if (user.Email is { } email)
            {
                await stores.ForTenant(tenantId).Delete(UserLogin.Path(email), ct: ct).ConfigureAwait(false);
            }
            cache.ForgetUser(tenantId, userId);
            return user;
        }
    }

    private static DocumentPath Path(string userId) => new($"users/{userId}");

    private static bool StaysOwner(User user) => user.DisabledAt is null && user.Roles.Contains(Role.Owner);

    private User Apply(User user, UserChange change) =>
        user with
        {
            Name = change.Name ?? user.Name,
            Roles = change.Roles is { } roles ? [.. roles.Distinct().Order()] : user.Roles,
            Email = change.Email is { } email ? UserLogin.Normal(email) : user.Email,
            DisabledAt = change.Disabled switch
            {
                null => user.DisabledAt,
                true => user.DisabledAt ?? clock.GetUtcNow(),
                false => null,
            },
            Staff = change.ChangesStaff ? change.Staff?.Normal() : user.Staff,
            Version = user.Version + 1,
            SchemaVersion = 2,
        };

    private async Task<Document?> Find(string tenantId, string userId, CancellationToken ct) =>
        IdRules.IsId(userId) ? await stores.ForTenant(tenantId).Get(Path(userId), ct).ConfigureAwait(false) : null;

    // Where an owner goes, another one is held in place by the same batch: two who remove each other at once can't both succeed.
    private async Task<IntegrationError?> Write(
        string tenantId,
        Document document,
        User before,
        bool staysOwner,
        Action<DocumentBatch> write,
        CancellationToken ct
    )
    {
        var store = stores.ForTenant(tenantId);
        var batch = new DocumentBatch(document.Path.Collection);
        if (StaysOwner(before) && !staysOwner)
        {
            Document? other = null;
            await foreach (var one in store.QueryAll(new DocumentQuery("users"), ct).ConfigureAwait(false))
            {
                if (one.Path.Id != before.Id && StaysOwner(one.As(IdentityJson.Default.User)))
                {
                    other = one;
                    break;
                }
            }
            if (other is null)
            {
                return UserErrors.LastOwner(before.Id);
            }
            batch.Check(other.Path.Id, other.ETag);
        }
        write(batch);
        return (await store.Commit(batch, ct).ConfigureAwait(false)).Conflict is null
            ? null
            : UserErrors.Mismatch(before.Version, before.Version + 1);
    }

    // An address belongs to one user of the tenant. An entry whose user no longer has it is free.
    private async Task<bool> Claim(string tenantId, string email, string userId, CancellationToken ct)
    {
        var store = stores.ForTenant(tenantId);
        var path = UserLogin.Path(email);
        var login = new UserLogin(userId);
        if (
            (await store.Create(path, login, IdentityJson.Default.UserLogin, ct).ConfigureAwait(false)).Conflict is null
        )
        {
            return true;
        }
        if (await FindByEmail(tenantId, email, ct).ConfigureAwait(false) is { } holder)
        {
            return holder.Id == userId;
        }
        var stale = await store.Get(path, ct).ConfigureAwait(false);
        return stale is not null
            && (
                await store.Set(path, login, IdentityJson.Default.UserLogin, stale.ETag, ct).ConfigureAwait(false)
            ).Conflict
                is null;
    }
}
