using System.ComponentModel;
using IntegrationFunctions.Identity;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IntegrationFunctions.Functions.Http.Users;

internal static class CreateKey
{
    public static void Map(IEndpointRouteBuilder group) =>
        group
            .MapPost("{id}/keys", Handle)
            .RequireRoles(UserEndpoints.Managers)
            .RequireScope("keys:write")
            .Described(
                "createKey",
                "Make an API key",
                "The answer holds the key, this once: it is stored as a hash and can't be shown again. Only an owner may make an owner's key. "
                    + "A key can do no more than the credential that makes it, and a live one for another user never approves payments.",
                400,
                404,
                422
            );

    private static async Task<Results<Created<NewKeyView>, ProblemHttpResult>> Handle(
        string id,
        Body body,
        HttpContext http,
        IUsers users,
        IApiKeys keys,
        ITenants tenants,
        TimeProvider clock,
        CancellationToken ct
    )
    {
        var caller = http.Caller();
        if (await users.Get(caller.AccountId, id, ct) is not { } user)
        {
            return Problems.NotFound("user", id);
        }
        if (!caller.MayManage(user.Roles))
        {
            return Problems.Forbidden("Only an owner may make an owner's key.");
        }
        var name = body.Name.Trim();
        if (Fault(body, name, clock) is { } fault)
        {
            return fault;
        }
        var sandboxOnly = await tenants.IsSandbox(caller.AccountId, ct) is true;
        if (body.Live is true && sandboxOnly)
        {
            return Problems.Create(
                StatusCodes.Status422UnprocessableEntity,
                "validation-failed",
                "This tenant has a sandbox only, so its keys can't be live.",
                "/live"
            );
        }
        if (!KeyScopes.TryChoose(caller, user, body.Live ?? !sandboxOnly, body.Scopes, out var scopes, out var refusal))
        {
            return refusal!;
        }
        var created = await keys.Create(
            new ApiKeyRequest(caller.AccountId, id, name, caller.UserId)
            {
                Live = body.Live,
                Scopes = scopes,
                ExpiresAt = body.ExpiresAt,
                AllowedAddresses = body.AllowedAddresses is { Count: > 0 } list ? list : null,
            },
            ct
        );
        return NewKeyView.Answer(http, created);
    }

    private static ProblemHttpResult? Fault(Body body, string name, TimeProvider clock)
    {
        if (name.Length is 0 or > 100 || name.Any(char.IsControl))
        {
            return Refused("'name' must be 1 to 100 characters, not all blank, without control characters.", "/name");
        }
        if (body.ExpiresAt <= clock.GetUtcNow())
        {
            return Refused("'expiresAt' must be in the future.", "/expiresAt");
        }
        if (body.AllowedAddresses is { Count: > 50 })
        {
            return Refused("'allowedAddresses' takes 50 networks at most.", "/allowedAddresses");
        }
        return (body.AllowedAddresses ?? [])
            .Select(
                (network, i) => AddressList.Fault(network) is { } why ? Refused(why, $"/allowedAddresses/{i}") : null
            )
            .FirstOrDefault(refused => refused is not null);
    }

    private static ProblemHttpResult Refused(string detail, string pointer) =>
        Problems.Create(StatusCodes.Status422UnprocessableEntity, "validation-failed", detail, pointer);

    [DisplayName("NewKey")]
    internal sealed record Body(
        [property: Description("What the key is for, 1 to 100 characters.")] string Name,
        [property: Description("Whether it opens live data; absent: where the tenant has some. False: the sandbox.")]
            bool? Live = null,
        [property: Description("What it may do at most, such as integrations:read; absent: whatever its user may.")]
            IReadOnlyList<string>? Scopes = null,
        [property: Description("From when on it opens nothing.")] DateTimeOffset? ExpiresAt = null,
        [property: Description("Networks that it may be used from: 192.0.2.0/24, 2001:db8::/32. Absent: any.")]
            IReadOnlyList<string>? AllowedAddresses = null
    );
}
