using IntegrationFunctions.Connectors.Mappings;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IntegrationFunctions.Functions.Http.Mappings;

/// <summary>How records become canonical: mappings, their versions, and what a change of them would do.</summary>
public static class MappingEndpoints
{
    /// <summary>Maps /mappings and /models.</summary>
    public static IEndpointRouteBuilder MapMappings(this IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("/mappings").WithTags("Mappings").WithScopes("mappings");
        ListMappings.Map(group);
        CreateMapping.Map(group);
        GetMapping.Map(group);
        ListMappingVersions.Map(group);
        GetMappingVersion.Map(group);
        SaveMappingVersion.Map(group);
        PreviewMapping.Map(group);
        StartDryRun.Map(group);
        ActivateMappingVersion.Map(group);
        UndoActivation.Map(group);
        ListMappingRuns.Map(group);
        GetMappingRun.Map(group);
        ExplainRecord.Map(group);
        ListWithheldRecords.Map(group);
        GetSourceModel.Map(group);
        SuggestMapping.Map(group);
        EvaluateExpression.Map(group);
        var models = api.MapGroup("/models").WithTags("Models").WithScopes("mappings");
        ListModels.Map(models);
        GetModel.Map(models);
        return api;
    }

    internal static ProblemHttpResult NotFound(string id) => Problems.NotFound("mapping", id);

    internal static ProblemHttpResult NoVersion(ObjectMapping mapping, int version, string? pointer = null) =>
        Problems.Create(
            pointer is null ? StatusCodes.Status404NotFound : StatusCodes.Status422UnprocessableEntity,
            "mapping-version-not-found",
            version == 0
                ? $"The connector has no mapping of its own for '{mapping.ObjectName}'. Save a version first."
                : $"The mapping has no version {version}; its last one is {mapping.LatestVersion}.",
            pointer
        );
}
