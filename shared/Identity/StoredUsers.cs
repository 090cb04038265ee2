using IntegrationFunctions.Platform;
using IntegrationFunctions.Platform.Documents;

namespace IntegrationFunctions.Identity;

internal sealed class StoredUsers(IDocumentStores stores, TimeProvider clock) : IUsers
{
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
            .Create($"users/{user.Id}", user, IdentityJson.Default.User, ct)
            .ConfigureAwait(false);
        return result.Conflict is null
            ? user
            : await Get(tenantId, user.Id, ct).ConfigureAwait(false)
                ?? throw new InvalidOperationException($"The user '{user.Id}' vanished while it was read.");
    }

    public async Task<User?> Get(string tenantId, string userId, CancellationToken ct = default) =>
        IdRules.IsId(userId)
            ? (await stores.ForTenant(tenantId).Get($"users/{userId}", ct).ConfigureAwait(false))?.As(
                IdentityJson.Default.User
            )
            : null;

    public async Task<UserPage> List(string tenantId, int limit, string? cursor, CancellationToken ct = default)
    {
        var query = new DocumentQuery("users").Limit(limit).StartAfter(cursor);
        var page = await stores.ForTenant(tenantId).Query(query, ct).ConfigureAwait(false);
        return new UserPage([.. page.Documents.Select(d => d.As(IdentityJson.Default.User))], page.Next);
    }
}
