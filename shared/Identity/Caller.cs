namespace IntegrationFunctions.Identity;

/// <summary>Who is calling, as proven by a key. Everything a request does happens as this caller and inside this tenant.</summary>
/// <param name="TenantId">The caller's tenant.</param>
/// <param name="UserId">The user whom the key belongs to.</param>
/// <param name="KeyId">The key, by its public id.</param>
/// <param name="Roles">What the user may do.</param>
public sealed record Caller(string TenantId, string UserId, string KeyId, IReadOnlySet<Role> Roles)
{
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
