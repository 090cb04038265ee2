using System.Text;
using System.Text.Json;
using IntegrationFunctions.Durable;
using IntegrationFunctions.Functions.Http.Integrations;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace IntegrationFunctions.Functions.Http.Workflows;

/// <summary>
/// Only events that the orchestrator declares for users. What has rules of its own, such as approving a payment, has an endpoint of its own,
/// and no event by hand is a way round it.
/// </summary>
internal static class RaiseWorkflowEvent
{
    private const int MaxBytes = 64 * 1024;

    public static void Map(IEndpointRouteBuilder group) =>
        group
            .MapPost("{id}/events/{name}", Handle)
            .RequireRoles(IntegrationEndpoints.Managers)
            .Described(
                "raiseWorkflowEvent",
                "Send an event to a workflow",
                "The body is the event's data: any JSON of up to 64 KB, or nothing. 403 event-not-allowed where the workflow's kind does not take that event from users.",
                400,
                403,
                404,
                409,
                413,
                415
            );

    private static async Task<Results<Accepted<WorkflowView>, ProblemHttpResult>> Handle(
        string id,
        string name,
        [FromBody] JsonElement? body,
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
        var rules = registry.SteeringOf(found.Name, found.Version);
        if (!rules.Allows(name))
        {
            return Problems.Create(
                StatusCodes.Status403Forbidden,
                "event-not-allowed",
                $"A workflow of '{found.Name}' does not take the event '{name}' from users; it takes "
                    + (rules.Events.Count == 0 ? "none." : $"{string.Join(", ", rules.Events)}.")
            );
        }
        if (body is { } data && Encoding.UTF8.GetByteCount(data.GetRawText()) > MaxBytes)
        {
            return Problems.Create(
                StatusCodes.Status413PayloadTooLarge,
                "body-too-large",
                $"The data of an event may hold {MaxBytes / 1024} KB. Put more into a document, and send its id."
            );
        }
        return !found.IsCompleted && await workflows.RaiseEventAsync(id, name, body, ct)
            ? await workflows.Accepted(http, id, found, ct)
            : WorkflowProblems.Ended(await workflows.Own(http, id, ct) ?? found);
    }
}
