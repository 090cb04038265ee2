using System.ComponentModel;
using IntegrationFunctions.Platform.Events;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IntegrationFunctions.Functions.Http.Events;

internal static class ListEvents
{
    public static void Map(IEndpointRouteBuilder group) =>
        group
            .MapGet("", Handle)
            .Described(
                "listEvents",
                "List events",
                "Oldest first, 30 days back, by pages of limit (1 to 200, 50 where absent). With subject and after it gives what somebody has missed "
                    + "of one thing. Give 'next' back as cursor, with the same filters, until it is null.",
                400
            );

    private static async Task<Results<Ok<Page<CloudEvent>>, ProblemHttpResult>> Handle(
        [Description("Only of this type: payment.updated.")] string? type,
        [Description("Only of this thing: payments/pay_...")] string? subject,
        [Description("Only behind this sequence: the subject's where one is named, or else the space's.")] long? after,
        [Description("Only what happened then or later (RFC 3339); not together with after.")] DateTimeOffset? timeFrom,
        [Description("Only what happened before (RFC 3339); not together with after.")] DateTimeOffset? timeTo,
        int? limit,
        string? cursor,
        HttpContext http,
        IEventFeed feed,
        CancellationToken ct
    )
    {
        if (after is not null && (timeFrom ?? timeTo) is not null)
        {
            return Problems.Create(
                StatusCodes.Status400BadRequest,
                "parameter-invalid",
                "The parameter 'after' goes by number, and 'timeFrom' and 'timeTo' by time; give one or the other."
            );
        }
        return await Paging.Run(
            limit,
            cursor,
            async (size, from) =>
            {
                var tenant = http.Caller().TenantId;
                var filter = new EventFilter(type, subject, after, timeFrom, timeTo);
                var page = await feed.List(tenant, filter, size, from, ct);
                return new Page<CloudEvent>([.. page.Events.Select(one => CloudEvent.From(one, tenant))], page.Next);
            }
        );
    }
}
