using IntegrationFunctions.Functions.Http.Integrations;
using IntegrationFunctions.Platform.Messages;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IntegrationFunctions.Functions.Http.Queues;

internal static class ListDeadLetters
{
    public static void Map(IEndpointRouteBuilder group) =>
        group
            .MapGet("{queue}/dead-letters", Handle)
            .RequireRoles(IntegrationEndpoints.Managers)
            .Described(
                "listDeadLetters",
                "List the dead letters of a queue",
                "Messages that were given up, oldest first. By pages of limit (1 to 200, 50 where absent). Give 'next' back as cursor until it is null.",
                400,
                404
            );

    private static async Task<Results<Ok<Page<DeadLetterView>>, ProblemHttpResult>> Handle(
        string queue,
        int? limit,
        string? cursor,
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
        return await Paging.Run(
            limit,
            cursor,
            async (size, after) =>
            {
                var page = await messages.PeekDeadLetters(queue, QueueEndpoints.Request(http, size, after), ct);
                return new Page<DeadLetterView>(
                    [.. page.Items.Select(DeadLetterView.From)],
                    QueueEndpoints.Cursor(page.Next)
                );
            }
        );
    }
}
