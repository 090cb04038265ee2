using IntegrationFunctions.Durable;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IntegrationFunctions.Functions.Http.Workflows;

/// <summary>A tenant's durable workflows.</summary>
public static class WorkflowEndpoints
{
    /// <summary>Maps /workflows.</summary>
    public static IEndpointRouteBuilder MapWorkflows(this IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("/workflows").WithTags("Workflows").WithScopes("workflows");
        ListWorkflows.Map(group);
        GetWorkflow.Map(group);
        GetWorkflowHistory.Map(group);
        SteerWorkflow.Map(group);
        RaiseWorkflowEvent.Map(group);
        RewindWorkflow.Map(group);
        RestartWorkflow.Map(group);
        PurgeWorkflow.Map(group);
        return api;
    }

    /// <summary>The instance, where it is the tenant's; one of another tenant is not there.</summary>
    internal static async Task<OrchestrationMetadata?> Own(
        this DurableTaskClient workflows,
        HttpContext http,
        string id,
        CancellationToken ct
    )
    {
        if (!Platform.IdRules.IsId(id))
        {
            return null;
        }
        var found = await workflows.GetInstanceAsync(id, getInputsAndOutputs: true, ct);
        return
            found is not null
            && found.Tags.TryGetValue(StartOrchestrationOptions.TenantTag, out var tenant)
            && tenant == http.Caller().TenantId
            ? found
            : null;
    }

    /// <summary>The answer of a steering verb: the workflow as it is now.</summary>
    internal static async Task<Accepted<WorkflowView>> Accepted(
        this DurableTaskClient workflows,
        HttpContext http,
        string id,
        OrchestrationMetadata before,
        CancellationToken ct
    ) =>
        TypedResults.Accepted(
            $"/api/v1/workflows/{id}",
            WorkflowView.From(await workflows.Own(http, id, ct) ?? before)
        );
}
