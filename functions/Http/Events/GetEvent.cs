using IntegrationFunctions.Platform.Events;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IntegrationFunctions.Functions.Http.Events;

internal static class GetEvent
{
    public static void Map(IEndpointRouteBuilder group) =>
        group
            .MapGet("{id}", Handle)
            .Described("getEvent", "Read an event", "As listEvents shows it; gone after 30 days.", 404);

    private static async Task<Results<Ok<CloudEvent>, ProblemHttpResult>> Handle(
        string id,
        HttpContext http,
        IEventFeed feed,
        CancellationToken ct
    )
    {
        var tenant = http.Caller().TenantId;
        return await feed.Get(tenant, id, ct) is { } one
            ? TypedResults.Ok(CloudEvent.From(one, tenant))
            : Problems.NotFound("event", id);
    }
}
