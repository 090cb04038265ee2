using System.Diagnostics;
using IntegrationFunctions.Durable.Executor;
using IntegrationFunctions.Durable.PassThrough.Envelopes;
using Microsoft.Extensions.Logging;

namespace IntegrationFunctions.Durable.PassThrough;

/// <summary>Behind an activityTrigger: one step. The answer says whether it is done; an exception, that nobody knows.</summary>
public sealed class ActivityFunction
{
    private static readonly ActivitySource Source = new("IntegrationFunctions.Durable.PassThrough");
    private readonly DurableTaskRegistry _registry;
    private readonly ActivityInvoker _invoker;
    private readonly ILogger _logger;

    /// <summary>Over the activities of <paramref name="registry"/>.</summary>
    public ActivityFunction(DurableTaskRegistry registry, IServiceProvider services, ILoggerFactory loggers)
    {
        _registry = registry;
        _invoker = new ActivityInvoker(registry, services);
        _logger = loggers.CreateLogger<ActivityFunction>();
    }

    /// <summary>Runs the activity; returns the answer, which is to be handed to the host as a JSON string.</summary>
    /// <param name="name">Name of the activity.</param>
    /// <param name="input">The trigger's value: the envelope that the orchestrator sent.</param>
    /// <param name="cancellation">Set when the host stops.</param>
    /// <exception cref="OperationCanceledException">The host stopped it; the outcome is unknown. Answer with a server error.</exception>
    public async Task<string> RunAsync(string name, string input, CancellationToken cancellation)
    {
        var outcome = await CallAsync(name, input, cancellation).ConfigureAwait(false);
        if (outcome.Failure is { } failure)
        {
            // An error with a code of its own says what is wrong by itself; where it was thrown helps nobody.
            var error = failure.ErrorType == outcome.Error?.GetType().FullName ? outcome.Error : null;
            _logger.LogWarning(error, "Activity {Activity} failed: {Reason}", name, failure.ErrorMessage);
        }
        return new ActivityAnswer(
            outcome.Failure is null,
            outcome.Result,
            outcome.Failure is { } why ? ActivityError.From(why) : null
        ).Write();
    }

    private async Task<ActivityOutcome> CallAsync(string name, string input, CancellationToken cancellation)
    {
        ActivityEnvelope envelope;
        try
        {
            envelope = ActivityEnvelope.Read(input);
        }
        catch (FormatException e)
        {
            return new ActivityOutcome(null, _registry.FailureOf(e) with { IsNonRetriable = true }, e);
        }
        using var span = Source.StartActivity(name, ActivityKind.Internal, envelope.TraceParent);
        span?.SetTag("durabletask.task.instance_id", envelope.InstanceId)
            .SetTag("durabletask.task.task_id", envelope.TaskId);
        var call = new ActivityCall(name, envelope.InstanceId, envelope.ExecutionId, envelope.TaskId, envelope.Input);
        var outcome = await _invoker.InvokeAsync(call, cancellation).ConfigureAwait(false);
        if (outcome.Failure is { } failure)
        {
            span?.SetStatus(ActivityStatusCode.Error, failure.ErrorMessage);
        }
        return outcome;
    }
}
