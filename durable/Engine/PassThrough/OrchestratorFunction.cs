using Google.Protobuf;
using IntegrationFunctions.Durable.Executor;
using IntegrationFunctions.Durable.History;
using IntegrationFunctions.Durable.PassThrough.Envelopes;
using IntegrationFunctions.Durable.PassThrough.Wire;
using Microsoft.Extensions.Logging;

namespace IntegrationFunctions.Durable.PassThrough;

/// <summary>
/// Behind an orchestrationTrigger: a turn of an orchestrator, from its history alone, without I/O. It always answers. To the extension a call
/// that fails is the end of that orchestration for good, so whatever goes wrong here is answered as an orchestration that failed.
/// </summary>
public sealed class OrchestratorFunction
{
    /// <summary>Azure Storage can't hide a message for longer than seven days; the extension splits waits at three.</summary>
    public static readonly TimeSpan MaximumTimerInterval = TimeSpan.FromDays(3);

    private readonly OrchestrationExecutor _executor;
    private readonly ILogger _logger;

    /// <summary>Over the orchestrators of <paramref name="registry"/>.</summary>
    public OrchestratorFunction(DurableTaskRegistry registry, IServiceProvider services, ILoggerFactory loggers)
    {
        _executor = new OrchestrationExecutor(registry, services, loggers, MaximumTimerInterval);
        _logger = loggers.CreateLogger<OrchestratorFunction>();
    }

    /// <summary>Base64 of an OrchestratorRequest in, base64 of an OrchestratorResponse out. Never throws.</summary>
    public string Run(string requestBase64)
    {
        var instanceId = "";
        try
        {
            var request = OrchestratorRequest.Parser.ParseFrom(Convert.FromBase64String(requestBase64));
            instanceId = request.InstanceId;
            return Encode(Turn(request));
        }
        catch (Exception e)
        {
            _logger.LogError(e, "A turn of orchestration '{InstanceId}' failed outside of its code.", instanceId);
            return Encode(Failed(instanceId, e));
        }
    }

    private OrchestratorResponse Turn(OrchestratorRequest request)
    {
        if (request.RequiresHistoryStreaming)
        {
            throw new NotSupportedException(
                "The history was not sent along. Leave extended sessions off: set extensions.durableTask.extendedSessionsEnabled to false in host.json."
            );
        }
        var past = Read(request.PastEvents);
        var added = Read(request.NewEvents);
        var started =
            past.Concat(added).OfType<ExecutionStarted>().FirstOrDefault()
            ?? throw new FormatException(
                "The history has no start: neither past nor new events hold an executionStarted."
            );
        var result = _executor.Execute(RewoundHistory.Prepare(past), added);
        if (result.Rejection is { } rejection)
        {
            // There is no way to hand the turn back: an answer without actions would be taken for a turn that did nothing, and a refusal ends
            // the instance too, without a word. Failed with its reason, it is rewound once a program that knows the version is deployed.
            throw new OrchestrationVersionException(rejection, isRejected: false);
        }
        var response = new OrchestratorResponse { InstanceId = request.InstanceId, CustomStatus = result.CustomStatus };
        response.Actions.AddRange(result.Actions.Select(a => ActionCodec.ToWire(EventEnvelopes.Close(a, started))));
        return response;
    }

    private static List<History.HistoryEvent> Read(IEnumerable<Wire.HistoryEvent> events) =>
        [.. events.Select(EventCodec.FromWire).OfType<History.HistoryEvent>().Select(EventEnvelopes.Open)];

    private static OrchestratorResponse Failed(string instanceId, Exception e)
    {
        var failure = Durable.TaskFailureDetails.From(e);
        var end = new History.CompleteOrchestrationAction(
            -1,
            OrchestrationRuntimeStatus.Failed,
            FailureEnvelope.Write(failure),
            failure
        );
        return new OrchestratorResponse { InstanceId = instanceId, Actions = { ActionCodec.ToWire(end) } };
    }

    private static string Encode(OrchestratorResponse response) => Convert.ToBase64String(response.ToByteArray());
}
