namespace IntegrationFunctions.Identity;

/// <summary>A person or a program of a tenant.</summary>
/// <param name="Id"><c>usr_...</c></param>
/// <param name="Name">For people, 1 to 100 characters.</param>
/// <param name="Roles">What it may do; never empty.</param>
/// <param name="CreatedAt">When.</param>
/// <param name="CreatedBy">The user who did it, or <c>system</c>.</param>
/// <param name="SchemaVersion">Version of this document's shape.</param>
public sealed record User(
    string Id,
    string Name,
    IReadOnlyList<Role> Roles,
    DateTimeOffset CreatedAt,
    string CreatedBy,
    int SchemaVersion = 1
);
