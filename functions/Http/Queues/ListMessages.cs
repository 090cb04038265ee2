using IntegrationFunctions.Functions.Http.Integrations;
using IntegrationFunctions.Platform.Messages;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IntegrationFunctions.Functions.Http.Queues;

internal static class ListMessages
{
    public static void Map(IEndpointRouteBuilder group) =>
        group
            .MapGet("{queue}/messages", Handle)
            .RequireRoles(IntegrationEndpoints.Managers)
            .Described(
                "listMessages",
                "List the messages of a queue",
                "Those that are due and those that are scheduled; nothing is taken out. By pages of limit (1 to 200, 50 where absent). Give 'next' back as cursor until it is null.",
                400,
                404
            );

    private static async Task<Results<Ok<Page<MessageView>>, ProblemHttpResult>> Handle(
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
                var page = await messages.Peek(queue, QueueEndpoints.Request(http, size, after), ct);
                return new Page<MessageView>(
                    [.. page.Items.Select(MessageView.From)],
                    QueueEndpoints.Cursor(page.Next)
                );
            }
        );
    }
}
