namespace IntegrationFunctions.Identity;

/// <summary>
/// Who is calling, as proven by a key, a token or a session. Everything a request does happens as this caller and inside this tenant.
/// </summary>
/// <param name="TenantId">The space whose data the caller reaches: the account's live one, or its sandbox.</param>
/// <param name="UserId">The user whom the key belongs to; of an application that acts for nobody, the one that it runs as.</param>
/// <param name="KeyId">The key, token or session, by its public id.</param>
/// <param name="Roles">What the user is.</param>
public sealed record Caller(string TenantId, string UserId, string KeyId, IReadOnlySet<Role> Roles)
{
    /// <summary>What the caller may do: what the roles allow, narrowed by the key or the token.</summary>
    public IReadOnlySet<string> Scopes { get; init; } = Identity.Scopes.Of(Roles);

    /// <summary>How the caller signed in.</summary>
    public SignInMethod Method { get; init; }

    /// <summary>The tenant whom users, keys and applications belong to; the same in both of its spaces.</summary>
    public string AccountId { get; init; } = TenantId;

    /// <summary>Whether this is live data; false: a sandbox.</summary>
    public bool IsLive { get; init; }

    /// <summary>The OAuth application that calls for the user, or null.</summary>
    public string? ClientId { get; init; }

    /// <summary>When the key was made or the application registered: its author wrote for the API of that day. Null: a person, or not known.</summary>
    public DateTimeOffset? WrittenAt { get; init; }

    /// <summary>Whether users, keys and applications may be changed from here: not from a sandbox beside live data.</summary>
    public bool MayChangeAccount => TenantId == AccountId;

    /// <summary>Whether the caller has the scope.</summary>
    public bool May(string scope) => Scopes.Contains(scope);

    /// <summary>Whether the caller has one of the roles.</summary>
    public bool Is(params ReadOnlySpan<Role> roles)
    {
        foreach (var role in roles)
        {
            if (Roles.Contains(role))
            {
                return true;
            }
        }
        return false;
    }
}

/// <summary>What a caller signed in with.</summary>
public enum SignInMethod
{
    /// <summary>A program, with a key.</summary>
    ApiKey,

    /// <summary>An application, with a token of the OAuth server.</summary>
    AccessToken,

    /// <summary>A person, with a browser.</summary>
    Session,
}

/// <summary>What a user may do.</summary>
public enum Role
{
    /// <summary>Everything but approving payments.</summary>
    Owner,

    /// <summary>Integrations, users and keys.</summary>
    Administrator,

    /// <summary>Statements, reconciliation, entering payments.</summary>
    Accountant,

    /// <summary>Approving payments entered by others.</summary>
    Approver,

    /// <summary>Reading everything, changing nothing.</summary>
    Auditor,

    /// <summary>Integrations and workflows.</summary>
    Developer,
}
