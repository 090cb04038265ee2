using System.ComponentModel;
using System.Text.Json.Nodes;
using IntegrationFunctions.Durable;

namespace IntegrationFunctions.Functions.Http.Workflows;

/// <summary>A durable workflow as the API shows it.</summary>
internal sealed record WorkflowView(
    string Id,
    string Name,
    OrchestrationRuntimeStatus Status,
    DateTimeOffset CreatedAt,
    DateTimeOffset LastUpdatedAt,
    [property: Description("How far it says it is.")] JsonNode? CustomStatus,
    [property: Description("What it returned, once completed.")] JsonNode? Output,
    [property: Description("Why it failed.")] WorkflowFailure? Failure
)
{
    public static WorkflowView From(OrchestrationMetadata m) =>
        new(
            m.InstanceId,
            m.Name,
            m.RuntimeStatus,
            m.CreatedAt,
            m.LastUpdatedAt,
            Parse(m.SerializedCustomStatus),
            Parse(m.SerializedOutput),
            m.FailureDetails is { } f ? new WorkflowFailure(f.ErrorType, f.ErrorMessage) : null
        );

    private static JsonNode? Parse(string? json) => string.IsNullOrEmpty(json) ? null : JsonNode.Parse(json);
}

/// <summary>Why a workflow failed; without what only a developer of the platform could use.</summary>
internal sealed record WorkflowFailure(string Type, string Message);
