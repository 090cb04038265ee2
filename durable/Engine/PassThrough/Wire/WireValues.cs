using Google.Protobuf.Collections;
using Google.Protobuf.WellKnownTypes;
using IntegrationFunctions.Durable.History;

namespace IntegrationFunctions.Durable.PassThrough.Wire;

/// <summary>The small things that events, actions and states are made of.</summary>
internal static class WireValues
{
    public static Timestamp ToWire(DateTime time) =>
        Timestamp.FromDateTime(DateTime.SpecifyKind(time, DateTimeKind.Utc));

    public static DateTime FromWire(Timestamp? time) => time?.ToDateTime() ?? default;

    public static TaskFailureDetails? ToWire(Durable.TaskFailureDetails? failure) =>
        failure is null
            ? null
            : new TaskFailureDetails
            {
                ErrorType = failure.ErrorType,
                ErrorMessage = failure.ErrorMessage,
                StackTrace = failure.StackTrace,
                InnerFailure = ToWire(failure.InnerFailure),
                IsNonRetriable = failure.IsNonRetriable,
            };

    public static Durable.TaskFailureDetails? FromWire(TaskFailureDetails? failure) =>
        failure is null
            ? null
            : new Durable.TaskFailureDetails(
                failure.ErrorType,
                failure.ErrorMessage,
                failure.StackTrace,
                FromWire(failure.InnerFailure),
                failure.IsNonRetriable
            );

    /// <summary>Type of a failure that came without details; so come those of children that the extension itself failed.</summary>
    public const string NoDetails = "FailureWithoutDetails";

    /// <summary>Histories never hold a failure that says nothing.</summary>
    public static Durable.TaskFailureDetails FailureOrUnknown(TaskFailureDetails? failure) =>
        FromWire(failure) ?? new Durable.TaskFailureDetails(NoDetails, "The host failed it and gave no details.");

    public static ParentInstanceInfo? ToWire(History.ParentInstanceInfo? parent) =>
        parent is null
            ? null
            : new ParentInstanceInfo
            {
                TaskScheduledId = parent.TaskScheduledId,
                Name = parent.Name,
                Version = parent.Version,
                OrchestrationInstance = new OrchestrationInstance
                {
                    InstanceId = parent.InstanceId,
                    ExecutionId = parent.ExecutionId,
                },
            };

    public static History.ParentInstanceInfo? FromWire(ParentInstanceInfo? parent) =>
        parent is null
            ? null
            : new History.ParentInstanceInfo(
                parent.TaskScheduledId,
                parent.Name,
                parent.OrchestrationInstance?.InstanceId ?? "",
                parent.OrchestrationInstance?.ExecutionId,
                parent.Version
            );

    public static TraceContext? ToWire(History.TraceContext? trace) =>
        trace is null
            ? null
            : new TraceContext
            {
                TraceParent = trace.TraceParent,
                // The span's id is the third part of the traceparent; older readers look for it here.
                SpanID = trace.TraceParent.Split('-') is { Length: > 2 } parts ? parts[2] : "",
                TraceState = trace.TraceState,
            };

    public static History.TraceContext? FromWire(TraceContext? trace) =>
        trace is { TraceParent: { Length: > 0 } parent } ? new History.TraceContext(parent, trace.TraceState) : null;

    public static IReadOnlyDictionary<string, string>? FromWire(MapField<string, string> tags) =>
        tags.Count == 0 ? null : new Dictionary<string, string>(tags);

    public static void CopyTo(this IReadOnlyDictionary<string, string>? tags, MapField<string, string> target)
    {
        foreach (var (name, value) in tags ?? new Dictionary<string, string>())
        {
            target[name] = value;
        }
    }
}
