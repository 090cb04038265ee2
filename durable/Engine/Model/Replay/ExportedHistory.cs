using System.Text.Encodings.Web;
using System.Text.Json;
using IntegrationFunctions.Durable.History;

namespace IntegrationFunctions.Durable.Replay;

/// <summary>
/// An instance and its history as one document, to be looked at or replayed elsewhere. Stack traces are left out: they tell of the machine, not
/// of the workflow.
/// </summary>
/// <param name="Format">Always <see cref="FormatName"/>.</param>
/// <param name="FormatVersion">1 to <see cref="CurrentVersion"/>.</param>
/// <param name="Instance">What it was and how it stood.</param>
/// <param name="History">The events of its current execution, oldest first.</param>
public sealed record ExportedHistory(
    string Format,
    int FormatVersion,
    ExportedInstance Instance,
    IReadOnlyList<HistoryEvent> History
)
{
    /// <summary>What the documents call themselves.</summary>
    public const string FormatName = "integration-functions/workflow-history";

    /// <summary>The version that is written, and the newest that is read.</summary>
    public const int CurrentVersion = 1;

    // Payloads are JSON within JSON: their quotation marks stay legible. No page shows the document as HTML.
    private static readonly JsonSerializerOptions Readable = new(ExportJson.Default.Options)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Of an instance and its events.</summary>
    public static ExportedHistory Of(OrchestrationMetadata instance, IReadOnlyList<HistoryEvent> history) =>
        new(
            FormatName,
            CurrentVersion,
            new ExportedInstance(
                instance.Name,
                instance.InstanceId,
                instance.RuntimeStatus,
                instance.CreatedAt,
                instance.LastUpdatedAt,
                instance.Version,
                instance.ParentInstanceId,
                instance.SerializedInput,
                instance.SerializedOutput,
                instance.SerializedCustomStatus,
                instance.FailureDetails?.WithoutTraces(),
                instance.Tags
            ),
            [.. history.Select(WithoutTraces)]
        );

    /// <summary>JSON in UTF-8, indented, with a line feed at its end.</summary>
    public byte[] ToJson() => [.. JsonSerializer.SerializeToUtf8Bytes(this, Readable), (byte)'\n'];

    private static HistoryEvent WithoutTraces(HistoryEvent e) =>
        e switch
        {
            TaskFailed failed => failed with { FailureDetails = failed.FailureDetails.WithoutTraces() },
            SubOrchestrationFailed failed => failed with { FailureDetails = failed.FailureDetails.WithoutTraces() },
            ExecutionCompleted { FailureDetails: { } details } ended => ended with
            {
                FailureDetails = details.WithoutTraces(),
            },
            _ => e,
        };
}

/// <summary>An instance in an <see cref="ExportedHistory"/>. Input, output and custom status are JSON text.</summary>
/// <param name="Name">Name of the orchestrator.</param>
/// <param name="InstanceId">Its id.</param>
/// <param name="Status">How it stood.</param>
/// <param name="CreatedAt">When it was started.</param>
/// <param name="LastUpdatedAt">When it last did something.</param>
/// <param name="Version">Version that it was started with.</param>
/// <param name="ParentInstanceId">Whose step it was.</param>
/// <param name="Input">What its current execution was given.</param>
/// <param name="Output">What it returned.</param>
/// <param name="CustomStatus">How far it said it was.</param>
/// <param name="Failure">Why it failed.</param>
/// <param name="Tags">Kept with it.</param>
public sealed record ExportedInstance(
    string Name,
    string InstanceId,
    OrchestrationRuntimeStatus Status,
    DateTimeOffset CreatedAt,
    DateTimeOffset LastUpdatedAt,
    string? Version = null,
    string? ParentInstanceId = null,
    string? Input = null,
    string? Output = null,
    string? CustomStatus = null,
    TaskFailureDetails? Failure = null,
    IReadOnlyDictionary<string, string>? Tags = null
);
