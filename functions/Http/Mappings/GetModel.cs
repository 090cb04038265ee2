using System.ComponentModel;
using System.Text.Json.Nodes;
using IntegrationFunctions.Mapping.Models;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IntegrationFunctions.Functions.Http.Mappings;

internal static class GetModel
{
    public static void Map(IEndpointRouteBuilder group) =>
        group
            .MapGet("{name}", Handle)
            .RequireAnyRole()
            .Described(
                "getModel",
                "Read a canonical model",
                "Its JSON Schema, with titles in English and French.",
                404
            );

    private static Results<Ok<ModelView>, ProblemHttpResult> Handle(string name) =>
        CanonicalModels.Find(name) is { } model
            ? TypedResults.Ok(
                new ModelView(model.Name, model.Title, model.TitleFr, JsonNode.Parse(model.Text)!.AsObject())
            )
            : Problems.NotFound("model", name);

    [DisplayName("Model")]
    internal sealed record ModelView(
        string Name,
        [property: Description("In English.")] string Title,
        [property: Description("In French.")] string TitleFr,
        [property: Description(
            "JSON Schema, draft 2020-12; x-title-fr is a title in French, x-kind what a text holds (money, iban...), x-refers-to a model."
        )]
            JsonObject Schema
    );
}
