using IntegrationFunctions.Durable.PassThrough.Envelopes;
using IntegrationFunctions.Durable.PassThrough.Wire;

namespace IntegrationFunctions.Durable.PassThrough.Client;

/// <summary>The extension's states as metadata: envelopes taken off.</summary>
internal static class InstanceReader
{
    private static readonly Dictionary<string, string> NoTags = [];

    public static OrchestrationMetadata Read(OrchestrationState state, bool payloads)
    {
        var envelope = InstanceEnvelope.Read(state.Input);
        var status = (OrchestrationRuntimeStatus)state.OrchestrationStatus;
        var failure = status == OrchestrationRuntimeStatus.Failed ? Failure(state) : null;
        return new OrchestrationMetadata(
            state.Name,
            state.InstanceId,
            status,
            WireValues.FromWire(state.CreatedTimestamp),
            WireValues.FromWire(state.LastUpdatedTimestamp),
            payloads
                ? envelope is null
                    ? state.Input
                    : envelope.Input
                : null,
            payloads ? failure?.ErrorMessage ?? Output(state) : null,
            payloads ? state.CustomStatus : null,
            failure,
            envelope?.Tags ?? WireValues.FromWire(state.Tags) ?? NoTags
        )
        {
            Version = envelope?.Version ?? state.Version,
            ParentInstanceId = envelope?.ParentInstanceId ?? state.ParentInstanceId,
        };
    }

    // Between two executions the output is the next one's input.
    private static string? Output(OrchestrationState state) =>
        InstanceEnvelope.Read(state.Output) is null ? state.Output : null;

    // What the extension failed by itself has its message as the output, with details or without.
    private static Durable.TaskFailureDetails Failure(OrchestrationState state)
    {
        var details = WireValues.FromWire(state.FailureDetails);
        return FailureEnvelope.Read(state.Output)
            ?? (
                state.Output is { Length: > 0 } message
                    ? new Durable.TaskFailureDetails(
                        details?.ErrorType ?? WireValues.NoDetails,
                        message,
                        InnerFailure: details?.ErrorMessage == message ? details.InnerFailure : details
                    )
                    : details
            )
            ?? WireValues.FailureOrUnknown(null);
    }
}
