using System.ComponentModel;
using IntegrationFunctions.Identity;

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
        var group = api.MapGroup("/users").WithTags("Users").WithScopes("users");
        CreateUser.Map(group);
        ListUsers.Map(group);
        GetUser.Map(group);
        CreateKey.Map(group);
        ListKeys.Map(group);
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
    [property: Description("The user who made it, or system.")] string CreatedBy
)
{
    public static UserView From(User user) => new(user.Id, user.Name, user.Roles, user.CreatedAt, user.CreatedBy);
}

/// <summary>An API key as the API shows it: all but the key.</summary>
internal sealed record KeyView(
    [property: Description("key_...")] string Id,
    string UserId,
    string Name,
    [property: Description("The key's first characters.")] string Hint,
    DateTimeOffset CreatedAt,
    string CreatedBy,
    [property: Description("Since when it opens nothing.")] DateTimeOffset? RevokedAt
)
{
    public static KeyView From(ApiKey key) =>
        new(key.Id, key.UserId, key.Name, key.Hint, key.CreatedAt, key.CreatedBy, key.RevokedAt);
}
