using IntegrationFunctions.Functions.Http.Integrations;
using IntegrationFunctions.Platform.Messages;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IntegrationFunctions.Functions.Http.Queues;

internal static class ReplayDeadLetter
{
    public static void Map(IEndpointRouteBuilder group) =>
        group
            .MapPost("{queue}/dead-letters/{id}/replay", Handle)
            .RequireRoles(IntegrationEndpoints.Managers)
            .Described(
                "replayDeadLetter",
                "Replay a dead letter",
                "Back into its queue, as if it had just been sent. Mend first what made it fail.",
                404
            );

    private static async Task<Results<NoContent, ProblemHttpResult>> Handle(
        string queue,
        string id,
        HttpContext http,
        QueueCatalogue queues,
        IMessageQueue messages,
        CancellationToken ct
    )
    {
        if (QueueEndpoints.WhyNot(queues, queue) is { } problem)
        {
            return problem;
        }
        return await messages.Replay(queue, http.Caller().TenantId, id, ct)
            ? TypedResults.NoContent()
            : Problems.NotFound("dead letter", id);
    }
}
