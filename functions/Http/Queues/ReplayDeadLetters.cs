using System.ComponentModel;
using IntegrationFunctions.Functions.Http.Integrations;
using IntegrationFunctions.Platform.Messages;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IntegrationFunctions.Functions.Http.Queues;

internal static class ReplayDeadLetters
{
    public static void Map(IEndpointRouteBuilder group) =>
        group
            .MapPost("{queue}/dead-letters/replay", Handle)
            .RequireRoles(IntegrationEndpoints.Managers)
            .Described(
                "replayDeadLetters",
                "Replay all dead letters of a queue",
                "All that your tenant has there now, as if they had just been sent.",
                404
            );

    private static async Task<Results<Ok<Replayed>, ProblemHttpResult>> Handle(
        string queue,
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
        return TypedResults.Ok(new Replayed(await messages.ReplayAll(queue, http.Caller().TenantId, ct)));
    }

    [DisplayName("ReplayedDeadLetters")]
    internal sealed record Replayed([property: Description("How many went back.")] int Count);
}
