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
    [property: Description("Version of the code that it was started with.")] string? Version,
    [property: Description("The workflow whose step it is.")] string? ParentId,
    [property: Description("How far it says it is.")] JsonNode? CustomStatus,
    [property: Description("What it was given. Shown for a single workflow, to those who manage workflows.")]
        JsonNode? Input,
    [property: Description("What it returned, once completed.")] JsonNode? Output,
    [property: Description("Why it failed.")] WorkflowFailure? Failure
)
{
    public static WorkflowView From(OrchestrationMetadata m) => From(m, withInput: false);

    /// <summary>With its input only for those who may see business data that no other endpoint shows them.</summary>
    public static WorkflowView From(OrchestrationMetadata m, bool withInput) =>
        new(
            m.InstanceId,
            m.Name,
            m.RuntimeStatus,
            m.CreatedAt,
            m.LastUpdatedAt,
            string.IsNullOrEmpty(m.Version) ? null : m.Version,
            m.ParentInstanceId,
            Parse(m.SerializedCustomStatus),
            withInput ? Parse(m.SerializedInput) : null,
            Parse(m.SerializedOutput),
            WorkflowFailure.From(m.FailureDetails)
        );

    /// <summary>A payload as it was written; what is no JSON, as a message, is text.</summary>
    public static JsonNode? Parse(string? json)
    {
        if (string.IsNullOrEmpty(json))
        {
            return null;
        }
        try
        {
            return JsonNode.Parse(json);
        }
        catch (System.Text.Json.JsonException)
        {
            return JsonValue.Create(json);
        }
    }
}

/// <summary>Why a workflow failed; without what only a developer of the platform could use.</summary>
internal sealed record WorkflowFailure(string Type, string Message)
{
    public static WorkflowFailure? From(TaskFailureDetails? details) =>
        details is null ? null : new(details.ErrorType, details.ErrorMessage);
}
