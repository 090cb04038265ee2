using IntegrationFunctions.Connectors.Integrations;
using IntegrationFunctions.Functions.Http.Lists;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IntegrationFunctions.Functions.Http.Integrations;

internal static class ListIntegrations
{
    private static readonly ListRules<IntegrationView> Rules = new ListRules<IntegrationView>()
        .Filter("status", "Only integrations that stand there.", integration => integration.Status)
        .Filter("connector", "Only integrations of this connector.", integration => integration.Connector)
        .Filter("name", "Only the integrations of this name.", integration => integration.Name)
        .Range("createdAt", integration => integration.CreatedAt)
        .Sort("createdAt", "createdAt")
        .Sort("name", "name");

    public static void Map(IEndpointRouteBuilder group) =>
        group
            .MapGet("", Handle)
            .RequireAnyRole()
            .Lists(Rules)
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
        Rules.Run(
            http.Request,
            limit,
            cursor,
            async page =>
            {
                var found = await integrations.List(http.Caller().TenantId, page.Size, page.After, page.Order, ct);
                return new Page<IntegrationView>([.. found.Integrations.Select(IntegrationView.From)], found.Next);
            }
        );
}
