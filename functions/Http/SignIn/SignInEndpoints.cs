using System.ComponentModel;
using IntegrationFunctions.Functions.Http.SignIn.Staff;
using IntegrationFunctions.Functions.Http.Users;
using IntegrationFunctions.Identity;
using IntegrationFunctions.Identity.SignIn;
using IntegrationFunctions.Platform.Documents;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IntegrationFunctions.Functions.Http.SignIn;

/// <summary>How people sign in: pages for browsers, and operations on their passwords, authenticators and sessions.</summary>
public static class SignInEndpoints
{
    public static IServiceCollection AddSignInPages(this IServiceCollection services) =>
        services
            .AddSingleton<SignInBrake>()
            .AddSingleton<SignInAudit>()
            .AddDocumentGroup(new DocumentGroup(ProtectionKeys.Group).Seal("xml"));

    /// <summary>Maps /me/..., /users/{id}/sessions and /users/{id}/invitation.</summary>
    public static IEndpointRouteBuilder MapSignIn(this IEndpointRouteBuilder api)
    {
        var me = api.MapGroup("/me").WithTags("Users").WithScopes("profile").RequireAnyRole();
        ListMySessions.Map(me);
        EndMySession.Map(me);
        ChangePassword.Map(me);
        BeginAuthenticator.Map(me);
        ConfirmAuthenticator.Map(me);
        RemoveAuthenticator.Map(me);
        var users = api.MapGroup("/users")
            .WithTags("Users")
            .WithScopes("sessions")
            .RequireRoles(UserEndpoints.Managers);
        ListSessions.Map(users);
        EndSessions.Map(users);
        InviteUser.Map(users);
        return api;
    }

    /// <summary>Maps the pages.</summary>
    public static void MapSignInPages(this IEndpointRouteBuilder app)
    {
        SignInPage.Map(app);
        InvitationPage.Map(app);
        StaffSignIn.Map(app);
    }

    /// <summary>A key must not change what its user signs in with: who finds one would have the user.</summary>
    internal static ProblemHttpResult? NeedsSession(this Caller caller) =>
        caller.Method == SignInMethod.Session
            ? null
            : Problems.Create(
                StatusCodes.Status403Forbidden,
                "session-needed",
                "What you sign in with is changed by yourself, with a browser's session, and not by a key or a token."
            );

    /// <summary>How a wrong password or code is answered, or null where it was right.</summary>
    internal static ProblemHttpResult? Refusal(this SignInAttempt attempt, string pointer) =>
        attempt.Outcome switch
        {
            SignInOutcome.SignedIn => null,
            SignInOutcome.Locked => Problems.Create(
                StatusCodes.Status429TooManyRequests,
                "sign-in-locked",
                $"Too many wrong attempts. Try again after {attempt.LockedUntil:O}."
            ),
            _ => Problems.Create(
                StatusCodes.Status422UnprocessableEntity,
                "credential-wrong",
                "That is not right.",
                pointer
            ),
        };
}

/// <summary>A session as the API shows it.</summary>
[DisplayName("Session")]
internal sealed record SessionView(
    [property: Description("ses_...")] string Id,
    [property: Description("From where it was begun.")] string? Address,
    [property: Description("The browser, as it says itself.")] string? Agent,
    DateTimeOffset CreatedAt,
    [property: Description("When it was used last, to five minutes.")] DateTimeOffset LastSeenAt,
    [property: Description("When it is over at the latest.")] DateTimeOffset EndsAt,
    [property: Description("Whether it is the one that asks.")] bool Current
)
{
    public static SessionView From(Session session, Caller caller) =>
        new(
            session.Id,
            session.Address,
            session.Agent,
            session.CreatedAt,
            session.LastSeenAt,
            session.EndsAt,
            session.Id == caller.KeyId
        );
}
