using System.ComponentModel;
using System.Diagnostics;
using IntegrationFunctions.Connectors.Integrations;
using IntegrationFunctions.Platform.Results;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IntegrationFunctions.Functions.Http.Integrations;

internal static class TestIntegration
{
    public static void Map(IEndpointRouteBuilder group) =>
        group
            .MapPost("{id}/test", Handle)
            .RequireRoles(IntegrationEndpoints.Managers)
            .Described(
                "testIntegration",
                "Test the connection",
                "Tries address, sign-in and permissions against the foreign system, changing nothing there. A connection that doesn't work "
                    + "is a good answer (200) with ok false and the reason.",
                404
            );

    private static async Task<Results<Ok<ConnectionTest>, ProblemHttpResult>> Handle(
        string id,
        HttpContext http,
        IntegrationService integrations,
        CancellationToken ct
    )
    {
        var correlation = Activity.Current?.TraceId.ToString() ?? http.TraceIdentifier;
        var report = await integrations.Verify(http.Caller().TenantId, id, correlation, ct);
        if (report.TryGet(out var good, out var error))
        {
            return TypedResults.Ok(new ConnectionTest(true, good.System, good.Checks, null));
        }
        return error.Code == "integration-not-found"
            ? Problems.From(error)
            : TypedResults.Ok(
                new ConnectionTest(false, null, [], new TestFailure(error.Kind, error.Code, error.Message))
            );
    }
}

/// <summary>How a test of a connection went.</summary>
internal sealed record ConnectionTest(
    bool Ok,
    [property: Description("What answered, as it names itself.")] string? System,
    [property: Description("What was checked.")] IReadOnlyList<string> Checks,
    TestFailure? Error
);

/// <summary>Why a connection doesn't work.</summary>
internal sealed record TestFailure(
    [property: Description(
        "What kind of failure: configuration and signInExpired are yours to mend, transient may pass."
    )]
        ErrorKind Kind,
    string Code,
    string Message
);
