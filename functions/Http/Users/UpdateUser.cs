using System.ComponentModel;
using System.Text.Json.Serialization;
using IntegrationFunctions.Identity;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace IntegrationFunctions.Functions.Http.Users;

internal static class UpdateUser
{
    public static void Map(IEndpointRouteBuilder group) =>
        group
            .MapPatch("{id}", Handle)
            .RequireRoles(UserEndpoints.Managers)
            .Accepts<Body>("application/json", "application/merge-patch+json")
            .Described(
                "updateUser",
                "Change a user",
                "What is absent stays. Roles and disabling count at once, for keys and tokens too. Nobody gives roles to oneself, only an "
                    + "owner makes owners and approvers, and the last owner stays one. If-Match must carry the ETag that was read.",
                400,
                404,
                409,
                412,
                415,
                422,
                428
            );

    private static async Task<Results<Ok<UserView>, ProblemHttpResult>> Handle(
        string id,
        Body body,
        [FromHeader(Name = "If-Match")] [Description("The ETag that was read.")] string? ifMatch,
        HttpContext http,
        IUsers users,
        CancellationToken ct
    )
    {
        _ = ifMatch;
        if (http.Request.TryIfMatch(out var version) is { } unmatched)
        {
            return unmatched;
        }
        var caller = http.Caller();
        if (await users.Get(caller.AccountId, id, ct) is not { } user)
        {
            return Problems.NotFound("user", id);
        }
        var change = new UserChange(body.Name?.Trim(), body.Roles, body.Email, body.Disabled)
        {
            ChangesStaff = body.ChangesStaff,
            Staff = body.Staff is { } staff ? new(staff.DirectoryId, staff.ObjectId) : null,
        };
        if (UserRules.Refusal(caller, user, change) is { } refusal)
        {
            return refusal;
        }
        if (!(await users.Update(caller.AccountId, id, version, change, ct)).TryGet(out var changed, out var error))
        {
            return Problems.From(error);
        }
        http.Response.SetETag(changed.Version);
        return TypedResults.Ok(UserView.From(changed));
    }

    [DisplayName("UserPatch")]
    internal sealed record Body
    {
        [Description("1 to 100 characters.")]
        public string? Name { get; init; }

        [Description("All roles from now on; at least one.")]
        public IReadOnlyList<Role>? Roles { get; init; }

        [Description("What the person signs in with.")]
        public string? Email { get; init; }

        [Description("Whether nothing of the user opens anything any more.")]
        public bool? Disabled { get; init; }

        [Description("Who this is at the operator's Entra ID; null: nobody.")]
        public StaffView? Staff
        {
            get;
            init
            {
                field = value;
                ChangesStaff = true;
            }
        }

        [JsonIgnore]
        public bool ChangesStaff { get; private init; }
    }
}
