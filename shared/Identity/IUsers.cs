using IntegrationFunctions.Platform.Results;

namespace IntegrationFunctions.Identity;

/// <summary>Users of a tenant. What is said of a tenant is its account: its sandbox has the same users.</summary>
public interface IUsers
{
    /// <summary>
    /// Makes a user. Where <paramref name="id"/> is given and taken, the user who has it is returned unchanged; that makes a repeat harmless.
    /// </summary>
    Task<User> Create(
        string tenantId,
        string name,
        IReadOnlyCollection<Role> roles,
        string createdBy,
        string? id = null,
        CancellationToken ct = default
    );

    /// <summary>The user, or null.</summary>
    Task<User?> Get(string tenantId, string userId, CancellationToken ct = default);

    /// <summary>Who signs in with this address, or null.</summary>
    Task<User?> FindByEmail(string tenantId, string email, CancellationToken ct = default);

    /// <summary>Who the person at Entra ID is in this tenant, or null: nobody is bound to them.</summary>
    Task<User?> FindByStaff(string tenantId, StaffIdentity person, CancellationToken ct = default);

    /// <summary>A page of users in the order of their ids, 1 to 1,000.</summary>
    /// <exception cref="ArgumentException">The cursor is not one of this list.</exception>
    Task<UserPage> List(string tenantId, int limit, string? cursor, CancellationToken ct = default);

    /// <summary>
    /// Changes a user; in this process it counts from the moment this returns. Errors: <c>user-not-found</c>, <c>version-mismatch</c>,
    /// <c>last-owner</c>, <c>email-taken</c>, <c>staff-taken</c>.
    /// </summary>
    Task<Result<User>> Update(
        string tenantId,
        string userId,
        int ifVersion,
        UserChange change,
        CancellationToken ct = default
    );

    /// <summary>Removes a user, whose keys, tokens and sessions open nothing any more. Errors: <c>user-not-found</c>, <c>last-owner</c>.</summary>
    Task<Result<User>> Delete(string tenantId, string userId, CancellationToken ct = default);
}

/// <summary>A page of users; <paramref name="Next"/> is null on the last one.</summary>
public sealed record UserPage(IReadOnlyList<User> Users, string? Next);
