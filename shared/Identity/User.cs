namespace IntegrationFunctions.Identity;

/// <summary>A person or a program of a tenant.</summary>
/// <param name="Id"><c>usr_...</c></param>
/// <param name="Name">For people, 1 to 100 characters.</param>
/// <param name="Roles">What it may do; never empty.</param>
/// <param name="CreatedAt">When.</param>
/// <param name="CreatedBy">The user who did it, or <c>system</c>.</param>
/// <param name="Email">What a person signs in with, in lower case; null: a program.</param>
/// <param name="DisabledAt">Since when nothing of it opens anything; null: it may sign in.</param>
/// <param name="Staff">The person at the operator's Entra ID whom this is, or null.</param>
/// <param name="Version">Grows with every change.</param>
/// <param name="SchemaVersion">Version of this document's shape.</param>
public sealed record User(
    string Id,
    string Name,
    IReadOnlyList<Role> Roles,
    DateTimeOffset CreatedAt,
    string CreatedBy,
    string? Email = null,
    DateTimeOffset? DisabledAt = null,
    StaffIdentity? Staff = null,
    int Version = 1,
    int SchemaVersion = 2
);

/// <summary>Somebody as Entra ID knows them: the claims <c>tid</c> and <c>oid</c>, which never change, unlike names and addresses.</summary>
public sealed record StaffIdentity(string DirectoryId, string ObjectId)
{
    /// <summary>As both are compared: people copy them in either case.</summary>
    public StaffIdentity Normal() => new(DirectoryId.Trim().ToLowerInvariant(), ObjectId.Trim().ToLowerInvariant());
}

/// <summary>What to change of a user; null stays.</summary>
/// <param name="Name">The new name.</param>
/// <param name="Roles">All roles from now on.</param>
/// <param name="Email">The new address.</param>
/// <param name="Disabled">Whether it may no longer sign in.</param>
public sealed record UserChange(
    string? Name = null,
    IReadOnlyCollection<Role>? Roles = null,
    string? Email = null,
    bool? Disabled = null
)
{
    /// <summary>Whether the person at Entra ID changes, to <see cref="Staff"/> or to nobody.</summary>
    public bool ChangesStaff { get; init; }

    /// <inheritdoc cref="User.Staff"/>
    public StaffIdentity? Staff { get; init; }
}
