using IntegrationFunctions.Durable;
using IntegrationFunctions.Functions.Http.Integrations;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IntegrationFunctions.Functions.Http.Workflows;

/// <summary>Terminate, suspend, resume: alike but for the verb.</summary>
internal static class SteerWorkflow
{
    private delegate Task<bool> Verb(DurableTaskClient workflows, string id, CancellationToken ct);

    public static void Map(IEndpointRouteBuilder group)
    {
        Map(
            group,
            "terminate",
            "End a workflow",
            "It never runs again. What its steps have done stays done.",
            (w, id, ct) => w.TerminateInstanceAsync(id, null, recursive: true, ct)
        );
        Map(
            group,
            "suspend",
            "Hold a workflow",
            "No further step begins until it is resumed; a step under way is finished.",
            (w, id, ct) => w.SuspendInstanceAsync(id, null, ct)
        );
        Map(
            group,
            "resume",
            "Let a held workflow go on",
            "One that isn't held stays as it is.",
            (w, id, ct) => w.ResumeInstanceAsync(id, null, ct)
        );
    }

    private static void Map(IEndpointRouteBuilder group, string verb, string summary, string description, Verb steer) =>
        group
            .MapPost(
                "{id}/" + verb,
                (string id, HttpContext http, DurableTaskClient workflows, CancellationToken ct) =>
                    Handle(id, http, workflows, steer, ct)
            )
            .RequireRoles(IntegrationEndpoints.Managers)
            .Described(verb + "Workflow", summary, description, 404, 409);

    private static async Task<Results<Accepted<WorkflowView>, ProblemHttpResult>> Handle(
        string id,
        HttpContext http,
        DurableTaskClient workflows,
        Verb steer,
        CancellationToken ct
    )
    {
        if (await workflows.Own(http, id, ct) is not { } found)
        {
            return Problems.NotFound("workflow", id);
        }
        if (found.IsCompleted || !await steer(workflows, id, ct))
        {
            return Problems.Create(
                StatusCodes.Status409Conflict,
                "workflow-ended",
                $"The workflow '{id}' has ended ({found.RuntimeStatus.ToString().ToLowerInvariant()})."
            );
        }
        var after = await workflows.Own(http, id, ct) ?? found;
        return TypedResults.Accepted($"/api/v1/workflows/{id}", WorkflowView.From(after));
    }
}
