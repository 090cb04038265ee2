namespace IntegrationFunctions.Identity.SignIn;

/// <summary>People's sessions in browsers. Each can be seen and ended, by its owner and by administrators.</summary>
public interface ISessions
{
    /// <summary>Begins one for somebody who signed in, or who has a code still to give.</summary>
    Task<NewSession> Begin(SessionRequest request, CancellationToken ct = default);

    /// <summary>The session, finished or not; null where it is unknown, over or ended.</summary>
    Task<Session?> Find(string secret, CancellationToken ct = default);

    /// <summary>
    /// Who calls with the secret of a finished session; null where it opens nothing. In <paramref name="sandbox"/> the caller works on test
    /// data.
    /// </summary>
    ValueTask<Caller?> Authenticate(string secret, bool sandbox, CancellationToken ct = default);

    /// <summary>The code was right: begins the finished session, with another secret, in place of the unfinished one.</summary>
    Task<NewSession?> Finish(string secret, CancellationToken ct = default);

    /// <summary>Sessions of a user that go on, the latest first.</summary>
    Task<IReadOnlyList<Session>> List(string tenantId, string userId, CancellationToken ct = default);

    /// <summary>Ends one: in this process from the moment this returns. False where the user has no such session.</summary>
    Task<bool> End(string tenantId, string userId, string sessionId, CancellationToken ct = default);

    /// <summary>Ends all of a user, but for one where it is named.</summary>
    Task EndAll(string tenantId, string userId, string? exceptId = null, CancellationToken ct = default);
}

/// <summary>A session to begin.</summary>
/// <param name="TenantId">The account.</param>
/// <param name="UserId">Who signs in.</param>
/// <param name="NeedsCode">Whether a code is still to be given; until then it opens nothing.</param>
/// <param name="Address">From where.</param>
/// <param name="Agent">With which browser, as it says itself.</param>
public sealed record SessionRequest(string TenantId, string UserId, bool NeedsCode, string? Address, string? Agent);

/// <summary>A session as it is stored; the document's id is the SHA-256 of its secret.</summary>
/// <param name="Id">Public id: <c>ses_...</c></param>
/// <param name="TenantId">The account.</param>
/// <param name="UserId">Whose.</param>
/// <param name="NeedsCode">Whether it opens nothing yet.</param>
/// <param name="Address">From where it was begun.</param>
/// <param name="Agent">With which browser.</param>
/// <param name="CreatedAt">When.</param>
/// <param name="LastSeenAt">When it was used last, to a few minutes.</param>
/// <param name="EndsAt">When it is over at the latest.</param>
/// <param name="SchemaVersion">Version of this document's shape.</param>
public sealed record Session(
    string Id,
    string TenantId,
    string UserId,
    bool NeedsCode,
    string? Address,
    string? Agent,
    DateTimeOffset CreatedAt,
    DateTimeOffset LastSeenAt,
    DateTimeOffset EndsAt,
    int SchemaVersion = 1
);

/// <summary>A session that was just begun, with the secret for the cookie.</summary>
public sealed record NewSession(Session Session, string Secret);
