using IntegrationFunctions.Functions.Http.SignIn;
using IntegrationFunctions.Identity;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IntegrationFunctions.Functions.Http.Users;

/// <summary>Gives whoever is signed in a key to try calls with. The page at /docs asks for it.</summary>
internal static class CreateSandboxKey
{
    private static readonly TimeSpan Life = TimeSpan.FromHours(12);

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/me/sandbox-key", Handle)
            .WithTags("Users")
            .RequireAnyRole()
            .RequireScope("profile:write")
            .Described(
                "createMySandboxKey",
                "Make a key to try calls with",
                "From a browser's session: a key of your own for the sandbox, with your own scopes, that ends after twelve hours. The answer holds "
                    + "the key, this once."
            );

    private static async Task<Results<Created<NewKeyView>, ProblemHttpResult>> Handle(
        HttpContext http,
        IUsers users,
        IApiKeys keys,
        TimeProvider clock,
        CancellationToken ct
    )
    {
        var caller = http.Caller();
        // Else whoever finds a key that is about to end could have another one.
        if (caller.NeedsSession() is { } refusal)
        {
            return refusal;
        }
        if (await users.Get(caller.AccountId, caller.UserId, ct) is not { } user)
        {
            return Problems.NotFound("user", caller.UserId);
        }
        if (!KeyScopes.TryChoose(caller, user, live: false, asked: null, out var scopes, out var unfit))
        {
            return unfit!;
        }
        var created = await keys.Create(
            new ApiKeyRequest(caller.AccountId, user.Id, "To try calls", user.Id)
            {
                Live = false,
                Scopes = scopes,
                ExpiresAt = clock.GetUtcNow() + Life,
            },
            ct
        );
        return NewKeyView.Answer(http, created);
    }
}
