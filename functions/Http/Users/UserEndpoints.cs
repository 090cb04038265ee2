using System.ComponentModel;
using IntegrationFunctions.Identity;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IntegrationFunctions.Functions.Http.Users;

/// <summary>Users of a tenant and their keys.</summary>
public static class UserEndpoints
{
    internal static readonly Role[] Managers = [Role.Owner, Role.Administrator];
    internal static readonly Role[] Readers = [Role.Owner, Role.Administrator, Role.Auditor];

    /// <summary>Maps /users and /me.</summary>
    public static IEndpointRouteBuilder MapUsers(this IEndpointRouteBuilder api)
    {
        GetMe.Map(api);
        CreateSandboxKey.Map(api);
        var group = api.MapGroup("/users").WithTags("Users").WithScopes("users");
        CreateUser.Map(group);
        ListUsers.Map(group);
        GetUser.Map(group);
        UpdateUser.Map(group);
        DeleteUser.Map(group);
        CreateKey.Map(group);
        ListKeys.Map(group);
        RotateKey.Map(group);
        RevokeKey.Map(group);
        return api;
    }

    /// <summary>An administrator who could make an owner, or a key of one, would be one.</summary>
    internal static bool MayManage(this Caller caller, IEnumerable<Role> roles) =>
        caller.Is(Role.Owner) || !roles.Contains(Role.Owner);
}

/// <summary>A user as the API shows it.</summary>
internal sealed record UserView(
    [property: Description("usr_...")] string Id,
    string Name,
    IReadOnlyList<Role> Roles,
    DateTimeOffset CreatedAt,
    [property: Description("The user who made it, or system.")] string CreatedBy,
    [property: Description("What a person signs in with; null for a program.")] string? Email,
    [property: Description("Since when nothing of the user opens anything, or null.")] DateTimeOffset? DisabledAt,
    [property: Description("Who this is at the operator's Entra ID, or null.")] StaffView? Staff
)
{
    public static UserView From(User user) =>
        new(
            user.Id,
            user.Name,
            user.Roles,
            user.CreatedAt,
            user.CreatedBy,
            user.Email,
            user.DisabledAt,
            user.Staff is { } staff ? new(staff.DirectoryId, staff.ObjectId) : null
        );
}

/// <summary>Somebody at Entra ID: the claims tid and oid.</summary>
[DisplayName("StaffIdentity")]
internal sealed record StaffView(string DirectoryId, string ObjectId);

/// <summary>A key that was just made.</summary>
[DisplayName("CreatedKey")]
internal sealed record NewKeyView(
    KeyView Key,
    [property: Description("The key itself. Keep it: it is not shown again.")] string Secret
)
{
    public static Created<NewKeyView> Answer(HttpContext http, NewApiKey created)
    {
        http.Response.Headers.CacheControl = "no-store";
        return TypedResults.Created(
            $"/api/v1/users/{created.Key.UserId}/keys/{created.Key.Id}",
            new NewKeyView(KeyView.From(created.Key), created.Secret)
        );
    }
}

/// <summary>An API key as the API shows it: all but the key.</summary>
internal sealed record KeyView(
    [property: Description("key_...")] string Id,
    string UserId,
    string Name,
    [property: Description("The key's first characters.")] string Hint,
    DateTimeOffset CreatedAt,
    string CreatedBy,
    [property: Description("Since when it opens nothing.")] DateTimeOffset? RevokedAt,
    [property: Description("Whether it opens live data; false: the sandbox.")] bool Live,
    [property: Description("What it may do at most; null: whatever its user may.")] IReadOnlyList<string>? Scopes,
    [property: Description("From when on it opens nothing; null: it stays.")] DateTimeOffset? ExpiresAt,
    [property: Description("Networks that it may be used from; null: any.")] IReadOnlyList<string>? AllowedAddresses,
    [property: Description("The key that takes its place, or null.")] string? ReplacedBy,
    [property: Description("When it was used last, to the hour.")] DateTimeOffset? LastUsedAt
)
{
    public static KeyView From(ApiKey key) =>
        new(
            key.Id,
            key.UserId,
            key.Name,
            key.Hint,
            key.CreatedAt,
            key.CreatedBy,
            key.RevokedAt,
            key.Live,
            key.Scopes,
            key.ExpiresAt,
            key.AllowedAddresses,
            key.ReplacedBy,
            key.LastUsedAt
        );
}
