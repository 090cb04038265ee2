using System.ComponentModel;
using IntegrationFunctions.Mapping.Models;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IntegrationFunctions.Functions.Http.Mappings;

internal static class ListModels
{
    public static void Map(IEndpointRouteBuilder group) =>
        group
            .MapGet("", Handle)
            .RequireAnyRole()
            .Described("listModels", "List the canonical models", "What all systems are mapped to, all on one page.");

    private static Ok<Page<ModelSummaryView>> Handle() =>
        TypedResults.Ok(
            new Page<ModelSummaryView>(
                [.. CanonicalModels.All.Select(model => new ModelSummaryView(model.Name, model.Title, model.TitleFr))],
                null
            )
        );

    [DisplayName("ModelSummary")]
    internal sealed record ModelSummaryView(
        [property: Description("Goes into 'target' of a mapping: invoice.")] string Name,
        [property: Description("In English.")] string Title,
        [property: Description("In French.")] string TitleFr
    );
}
