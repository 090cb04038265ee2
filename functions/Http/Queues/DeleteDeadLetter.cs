using IntegrationFunctions.Functions.Http.Integrations;
using IntegrationFunctions.Platform.Messages;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IntegrationFunctions.Functions.Http.Queues;

internal static class DeleteDeadLetter
{
    public static void Map(IEndpointRouteBuilder group) =>
        group
            .MapDelete("{queue}/dead-letters/{id}", Handle)
            .RequireRoles(IntegrationEndpoints.Managers)
            .Described("deleteDeadLetter", "Delete a dead letter", "For good.", 404);

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
        return await messages.DeleteDeadLetter(queue, http.Caller().TenantId, id, ct)
            ? TypedResults.NoContent()
            : Problems.NotFound("dead letter", id);
    }
}
