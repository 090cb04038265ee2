using IntegrationFunctions.Durable;
using IntegrationFunctions.Functions.Http.Integrations;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace IntegrationFunctions.Functions.Http.Workflows;

/// <summary>Terminate, suspend, resume: alike but for the verb.</summary>
internal static class SteerWorkflow
{
    private delegate Task<bool> Verb(DurableTaskClient workflows, string id, string reason, CancellationToken ct);

    public static void Map(IEndpointRouteBuilder group)
    {
        Map(
            group,
            "terminate",
            "End a workflow",
            "It never runs again, nor do those that it waits for. What its steps have done stays done. The reason becomes its output.",
            (w, id, reason, ct) => w.TerminateInstanceAsync(id, reason, recursive: true, ct)
        );
        Map(
            group,
            "suspend",
            "Hold a workflow",
            "No further step begins until it is resumed; a step under way is finished.",
            (w, id, reason, ct) => w.SuspendInstanceAsync(id, reason, ct)
        );
        Map(
            group,
            "resume",
            "Let a held workflow go on",
            "One that isn't held stays as it is.",
            (w, id, reason, ct) => w.ResumeInstanceAsync(id, reason, ct)
        );
    }

    private static void Map(IEndpointRouteBuilder group, string verb, string summary, string description, Verb steer) =>
        group
            .MapPost(
                "{id}/" + verb,
                (
                    string id,
                    [FromBody] SteeringBody? body,
                    HttpContext http,
                    DurableTaskClient workflows,
                    CancellationToken ct
                ) => Handle(id, body, http, workflows, steer, ct)
            )
            .RequireRoles(IntegrationEndpoints.Managers)
            .Described(verb + "Workflow", summary, description, 400, 404, 409, 413, 415, 422);

    private static async Task<Results<Accepted<WorkflowView>, ProblemHttpResult>> Handle(
        string id,
        SteeringBody? body,
        HttpContext http,
        DurableTaskClient workflows,
        Verb steer,
        CancellationToken ct
    )
    {
        if (SteeringBody.WhyNot(body) is { } refused)
        {
            return refused;
        }
        if (await workflows.Own(http, id, ct) is not { } found)
        {
            return Problems.NotFound("workflow", id);
        }
        if (found.IsCompleted || !await steer(workflows, id, SteeringBody.Recorded(body, http.Caller()), ct))
        {
            return WorkflowProblems.Ended(await workflows.Own(http, id, ct) ?? found);
        }
        return await workflows.Accepted(http, id, found, ct);
    }
}
