namespace IntegrationFunctions.Identity;

/// <summary>A customer of the platform. Everything else belongs to exactly one.</summary>
/// <param name="Id">Lower-case letters, digits and hyphens, 1 to 40: <c>demo</c>.</param>
/// <param name="Name">For people.</param>
/// <param name="CreatedAt">When it joined.</param>
/// <param name="SchemaVersion">Version of this document's shape.</param>
public sealed record Tenant(string Id, string Name, DateTimeOffset CreatedAt, int SchemaVersion = 1)
{
    /// <summary>The platform's own tenant: it holds what must be found before a tenant is known. Nobody can sign in to it.</summary>
    public const string System = "system";

    /// <summary>Whether <paramref name="id"/> can be a customer's.</summary>
    public static bool IsValidId(string id) =>
        id.Length is > 0 and <= 40
        && id != System
        && id.All(c => c is >= 'a' and <= 'z' or >= '0' and <= '9' or '-')
        && id[0] != '-'
        && id[^1] != '-';
}
