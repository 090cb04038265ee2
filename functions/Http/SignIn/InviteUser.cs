using System.ComponentModel;
using IntegrationFunctions.Functions.Http.Users;
using IntegrationFunctions.Identity;
using IntegrationFunctions.Identity.SignIn;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IntegrationFunctions.Functions.Http.SignIn;

internal static class InviteUser
{
    public static void Map(IEndpointRouteBuilder users) =>
        users
            .MapPost("{id}/invitation", Handle)
            .RequireScope("users:write")
            .Described(
                "inviteUser",
                "Invite a user to set a password",
                "Answers with a link that is good for three days and once; links from before are void. Give it to the person: whoever opens it is the "
                    + "user. It replaces a password that was forgotten, and leaves the authenticator. The user needs an e-mail address to sign in "
                    + "with. Only an owner may invite an owner or an approver.",
                404,
                409
            );

    private static async Task<Results<Created<View>, ProblemHttpResult>> Handle(
        string id,
        HttpContext http,
        IUsers users,
        ISignIn signIn,
        CancellationToken ct
    )
    {
        var caller = http.Caller();
        if (await users.Get(caller.AccountId, id, ct) is not { } user)
        {
            return Problems.NotFound("user", id);
        }
        if (UserRules.MayGive(caller, user.Roles) is not null)
        {
            return Problems.Forbidden("Only an owner may invite an owner or an approver.");
        }
        if (user.Email is null)
        {
            return Problems.Create(
                StatusCodes.Status409Conflict,
                "email-missing",
                "The user has no e-mail address to sign in with. Give one with updateUser first."
            );
        }
        if (await signIn.Invite(caller.AccountId, id, ct) is not { } invitation)
        {
            return Problems.NotFound("user", id);
        }
        var link = $"{http.Request.Scheme}://{http.Request.Host}/invitation?token={invitation.Token}";
        return TypedResults.Created(link, new View(link, invitation.EndsAt));
    }

    [DisplayName("Invitation")]
    internal sealed record View(
        [property: Description("Where the person sets a password. Shown this once.")] string Link,
        DateTimeOffset EndsAt
    );
}
