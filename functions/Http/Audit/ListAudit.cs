using System.ComponentModel;
using IntegrationFunctions.Identity.Audit;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IntegrationFunctions.Functions.Http.Audit;

internal static class ListAudit
{
    public static void Map(IEndpointRouteBuilder group) =>
        group
            .MapGet("", Handle)
            .Described(
                "listAudit",
                "List the audit log",
                "Newest first, by pages of limit (1 to 200, 50 where absent). Give 'next' back as cursor, with the same filters, until it is null.",
                400
            );

    private static Task<Results<Ok<Page<AuditEntryView>>, ProblemHttpResult>> Handle(
        [Description("Only what this user did.")] string? actor,
        [Description("Only what was done to the thing with this id.")] string? subject,
        [Description("Only this action; one that ends with a full stop stands for all that begin so: secret.")]
            string? action,
        [Description("Not before this time.")] DateTimeOffset? from,
        [Description("Before this time.")] DateTimeOffset? to,
        int? limit,
        string? cursor,
        HttpContext http,
        IAuditLog log,
        CancellationToken ct
    ) =>
        Paging.Run(
            limit,
            cursor,
            async (size, after) =>
            {
                var filter = new AuditFilter(actor, subject, action, from, to);
                var page = await log.List(http.Caller().TenantId, filter, size, after, ct);
                return new Page<AuditEntryView>([.. page.Entries.Select(AuditEntryView.From)], page.Next);
            }
        );
}
