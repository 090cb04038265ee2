using IntegrationFunctions.Connectors.Integrations;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IntegrationFunctions.Functions.Http.Integrations;

internal static class ListIntegrations
{
    public static void Map(IEndpointRouteBuilder group) =>
        group
            .MapGet("", Handle)
            .RequireAnyRole()
            .Described(
                "listIntegrations",
                "List integrations",
                "Oldest first, by pages of limit (1 to 200, 50 where absent). Give 'next' back as cursor until it is null.",
                400
            );

    private static Task<Results<Ok<Page<IntegrationView>>, ProblemHttpResult>> Handle(
        int? limit,
        string? cursor,
        HttpContext http,
        IntegrationService integrations,
        CancellationToken ct
    ) =>
        Paging.Run(
            limit,
            cursor,
            async (size, after) =>
            {
                var page = await integrations.List(http.Caller().TenantId, size, after, ct);
                return new Page<IntegrationView>([.. page.Integrations.Select(IntegrationView.From)], page.Next);
            }
        );
}
