using System.ComponentModel;
using IntegrationFunctions.Mapping.ValueMaps;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IntegrationFunctions.Functions.Http.ValueMaps;

internal static class ListValueMaps
{
    public static void Map(IEndpointRouteBuilder group) =>
        group
            .MapGet("", Handle)
            .RequireAnyRole()
            .Described(
                "listValueMaps",
                "List value maps",
                "By name, without their entries, by pages of limit (1 to 200, 50 where absent). Give 'next' back as cursor until it is null.",
                400
            );

    private static async Task<Results<Ok<Page<ValueMapSummaryView>>, ProblemHttpResult>> Handle(
        int? limit,
        string? cursor,
        HttpContext http,
        Mapping.ValueMaps.ValueMaps valueMaps,
        CancellationToken ct
    ) =>
        await Paging.Run(
            limit,
            cursor,
            async (size, after) =>
            {
                var page = await valueMaps.List(http.Caller().TenantId, size, after, ct);
                return new Page<ValueMapSummaryView>([.. page.ValueMaps.Select(ValueMapSummaryView.From)], page.Next);
            }
        );

    [DisplayName("ValueMapSummary")]
    internal sealed record ValueMapSummaryView(
        string Name,
        string? Title,
        string? Default,
        [property: Description("How many entries it has.")] int Entries,
        DateTimeOffset ChangedAt
    )
    {
        public static ValueMapSummaryView From(StoredValueMap stored) =>
            new(stored.Name, stored.Title, stored.Map.Default, stored.Map.Entries.Count, stored.ChangedAt);
    }
}
