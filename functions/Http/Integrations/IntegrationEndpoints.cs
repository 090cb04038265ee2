using IntegrationFunctions.Connectors.Integrations;
using IntegrationFunctions.Functions.Http.Shaping;
using IntegrationFunctions.Identity;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IntegrationFunctions.Functions.Http.Integrations;

/// <summary>The connections of a tenant to foreign systems.</summary>
public static class IntegrationEndpoints
{
    internal static readonly Role[] Managers = [Role.Owner, Role.Administrator, Role.Developer];

    /// <summary>Maps /integrations.</summary>
    public static IEndpointRouteBuilder MapIntegrations(this IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("/integrations").WithTags("Integrations").WithScopes("integrations");
        CreateIntegration.Map(group);
        ListIntegrations.Map(group);
        GetIntegration.Map(group);
        UpdateIntegration.Map(group);
        PauseIntegration.Map(group);
        ResumeIntegration.Map(group);
        DeleteIntegration.Map(group);
        TestIntegration.Map(group);
        return api;
    }

    /// <summary>Shows the integration that an answer names.</summary>
    internal static Expansion Expansion(string name, string idField) =>
        new(
            name,
            idField,
            "integrations:read",
            async (http, id, ct) =>
            {
                var integrations = http.RequestServices.GetRequiredService<IntegrationService>();
                return await integrations.Get(http.Caller().TenantId, id, ct) is { } integration
                    ? IntegrationView.From(integration)
                    : null;
            }
        );

    internal static Results<Ok<IntegrationView>, ProblemHttpResult> Answer(
        this IntegrationOutcome outcome,
        HttpResponse response
    )
    {
        if (outcome.Integration is not { } integration)
        {
            return Problems.From(outcome.Errors);
        }
        response.SetETag(integration.Version);
        return TypedResults.Ok(IntegrationView.From(integration));
    }
}
