using System.ComponentModel;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using OpenIddict.Abstractions;

namespace IntegrationFunctions.Functions.Http.Applications;

internal static class UpdateApplication
{
    public static void Map(IEndpointRouteBuilder group) =>
        group
            .MapPatch("{id}", Handle)
            .Accepts<Body>("application/json", "application/merge-patch+json")
            .Described(
                "updateApplication",
                "Change an OAuth application",
                "What is absent stays. Scopes that are taken away are gone from the next token on. If-Match must carry the ETag that was read.",
                400,
                404,
                412,
                415,
                422,
                428
            );

    private static async Task<Results<Ok<ApplicationView>, ProblemHttpResult>> Handle(
        string id,
        Body body,
        [FromHeader(Name = "If-Match")] [Description("The ETag that was read.")] string? ifMatch,
        HttpContext http,
        IOpenIddictApplicationManager applications,
        CancellationToken ct
    )
    {
        _ = ifMatch;
        if (http.Request.TryIfMatch(out var version) is { } unmatched)
        {
            return unmatched;
        }
        if (await applications.FindOwn(http.Caller(), id, ct) is not { } application)
        {
            return Problems.NotFound("application", id);
        }
        if (
            (body.Name is { } name && ApplicationRules.NameFault(name.Trim()) is { } fault)
            || (fault = ApplicationRules.RedirectFault(body.RedirectUris ?? [])) is not null
            || (
                fault = body.Scopes is { } wanted
                    ? ApplicationRules.ScopeFault(http.Caller(), wanted, application.RunsAs is null)
                    : null
            )
                is not null
        )
        {
            return fault;
        }
        if (application.Version != version)
        {
            return Mismatch(version, application.Version);
        }
        application.DisplayName = body.Name?.Trim() ?? application.DisplayName;
        application.RedirectUris = body.RedirectUris?.ToList() ?? application.RedirectUris;
        var scopes = body.Scopes ?? ApplicationView.From(application).Scopes;
        application.Permissions =
        [
            .. ApplicationRules.PermissionsOf(
                scopes,
                application.RedirectUris is { Count: > 0 },
                application.RunsAs is not null
            ),
        ];
        application.AnyTenant = body.AnyTenant ?? application.AnyTenant;
        application.Version++;
        try
        {
            await applications.UpdateAsync(application, ct);
        }
        catch (OpenIddictExceptions.ConcurrencyException)
        {
            return Mismatch(version, version + 1);
        }
        http.Response.SetETag(application.Version);
        return TypedResults.Ok(ApplicationView.From(application));
    }

    private static ProblemHttpResult Mismatch(int given, int stored) =>
        Problems.Create(
            StatusCodes.Status412PreconditionFailed,
            "version-mismatch",
            $"The application is at version {stored}, not {given}. Read it again, and send your change with its ETag."
        );

    [DisplayName("ApplicationPatch")]
    internal sealed record Body(
        [property: Description("What people are shown.")] string? Name = null,
        [property: Description("All of them from now on.")] IReadOnlyList<string>? RedirectUris = null,
        [property: Description("All of them from now on.")] IReadOnlyList<string>? Scopes = null,
        [property: Description("Whether users of other tenants may give it access.")] bool? AnyTenant = null
    );
}
