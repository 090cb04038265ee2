using System.ComponentModel;
using IntegrationFunctions.Durable;
using IntegrationFunctions.Functions.Http.Guards;
using IntegrationFunctions.Functions.Http.Integrations;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace IntegrationFunctions.Functions.Http.Workflows;

/// <summary>Only where the orchestrator says that doing all of it once more does no harm.</summary>
internal static class RestartWorkflow
{
    public static void Map(IEndpointRouteBuilder group) =>
        group
            .MapPost("{id}/restart", Handle)
            .Heavy()
            .RequireRoles(IntegrationEndpoints.Managers)
            .Described(
                "restartWorkflow",
                "Run a workflow anew",
                "One that has ended, from its start, with the input that it had. 409 restart-refused where its kind does not allow it: what started it starts the next one, too.",
                400,
                404,
                409,
                413,
                415
            );

    private static async Task<Results<Accepted<WorkflowView>, ProblemHttpResult>> Handle(
        string id,
        [FromBody] Body? body,
        HttpContext http,
        DurableTaskClient workflows,
        DurableTaskRegistry registry,
        CancellationToken ct
    )
    {
        if (await workflows.Own(http, id, ct) is not { } found)
        {
            return Problems.NotFound("workflow", id);
        }
        var newId = body?.NewId ?? false;
        if (WhyNot(registry.SteeringOf(found.Name, found.Version).Restart, newId, found) is { } refusal)
        {
            return Problems.Create(StatusCodes.Status409Conflict, "restart-refused", refusal);
        }
        if (!found.IsCompleted)
        {
            return WorkflowProblems.NotEnded(found);
        }
        try
        {
            var restarted = await workflows.RestartAsync(id, newId, ct);
            return await workflows.Accepted(http, restarted, found, ct);
        }
        catch (InvalidOperationException)
        {
            // Somebody else was faster.
            return WorkflowProblems.NotEnded(await workflows.Own(http, id, ct) ?? found);
        }
        catch (KeyNotFoundException)
        {
            return Problems.NotFound("workflow", id);
        }
    }

    private static string? WhyNot(RestartRule rule, bool newId, OrchestrationMetadata found) =>
        (rule, newId) switch
        {
            (RestartRule.Refused, _) =>
                $"A workflow of '{found.Name}' can't be restarted by hand. Start another where this one was started.",
            (RestartRule.SameId, true) =>
                $"A workflow of '{found.Name}' can be restarted under its own id alone, which names what it is about. Leave newId away.",
            _ => null,
        };

    [DisplayName("WorkflowRestart")]
    internal sealed record Body(
        [property: Description("As another workflow, beside this one; false where absent.")] bool NewId = false
    );
}
