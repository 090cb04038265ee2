using IntegrationFunctions.Durable.History;
using Microsoft.Extensions.Logging;

namespace IntegrationFunctions.Durable.Executor;

/// <summary>What the orchestrator's code sees of its <see cref="OrchestrationRun"/>.</summary>
internal sealed class OrchestrationContext(OrchestrationRun run, ExecutionStarted started, TimeSpan? maximumTimer)
    : TaskOrchestrationContext
{
    private int _guids;

    public override TaskName Name => started.Name;

    public override string InstanceId => started.InstanceId;

    public override ParentOrchestrationInstance? Parent { get; } =
        started.ParentInstance is { } parent ? new(parent.Name ?? "", parent.InstanceId) : null;

    public override DateTime CurrentUtcDateTime => run.Now;

    public override bool IsReplaying => run.IsReplaying;

    public override string Version => started.Version ?? "";

    /// <summary>Set once the code asked to start anew.</summary>
    public (string? Input, bool PreserveEvents)? Renewal { get; private set; }

    public override Task<TResult> CallActivityAsync<TResult>(
        TaskName name,
        object? input = null,
        TaskOptions? options = null
    )
    {
        run.CheckThread($"CallActivityAsync('{name}')");
        var json = DataConverter.Serialize(input);
        return Retried(
            options?.Retry,
            () =>
                run.Open<TResult>(
                    StepKind.Activity,
                    name,
                    id => new ScheduleTaskAction(id, name, started.Version, json)
                )
        );
    }

    public override Task<TResult> CallSubOrchestratorAsync<TResult>(
        TaskName name,
        object? input = null,
        TaskOptions? options = null
    )
    {
        run.CheckThread($"CallSubOrchestratorAsync('{name}')");
        var json = DataConverter.Serialize(input);
        var version = run.VersionForSub(name, options?.Version, Version);
        // One id for all tries: a try that comes again finds the instance that the one before made.
        var instanceId = options?.InstanceId ?? NewGuid().ToString("N");
        return Retried(
            options?.Retry,
            () =>
                run.Open<TResult>(
                    StepKind.SubOrchestration,
                    name,
                    id => new CreateSubOrchestrationAction(id, instanceId, name, version, json)
                )
        );
    }

    public override Task CreateTimer(DateTime fireAt, CancellationToken cancellationToken)
    {
        run.CheckThread("CreateTimer");
        var utc =
            fireAt.Kind == DateTimeKind.Local
                ? fireAt.ToUniversalTime()
                : DateTime.SpecifyKind(fireAt, DateTimeKind.Utc);
        return maximumTimer is { } cap && utc - CurrentUtcDateTime > cap
            ? LongTimer(utc, cap, cancellationToken)
            : run.OpenTimer(utc, cancellationToken);
    }

    public override Task<T> WaitForExternalEvent<T>(string eventName, CancellationToken cancellationToken = default)
    {
        run.CheckThread($"WaitForExternalEvent('{eventName}')");
        return run.Events.Wait<T>(eventName, cancellationToken);
    }

    public override async Task<T> WaitForExternalEvent<T>(
        string eventName,
        TimeSpan timeout,
        CancellationToken cancellationToken = default
    )
    {
        using var timerEnd = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var waitEnd = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var timer = CreateTimer(timeout, timerEnd.Token);
        var wait = WaitForExternalEvent<T>(eventName, waitEnd.Token);
        if (await Task.WhenAny(wait, timer) == timer && !cancellationToken.IsCancellationRequested)
        {
            waitEnd.Cancel();
            throw new TaskCanceledException($"The event '{eventName}' did not come within {timeout}.");
        }
        timerEnd.Cancel();
        return await wait;
    }

    public override void SendEvent(string instanceId, string eventName, object? payload)
    {
        run.CheckThread($"SendEvent('{eventName}')");
        var json = DataConverter.Serialize(payload);
        run.Act(id => new SendEventAction(id, instanceId, eventName, json));
    }

    public override void SetCustomStatus(object? customStatus)
    {
        run.CheckThread("SetCustomStatus");
        run.CustomStatus = DataConverter.Serialize(customStatus);
    }

    public override void ContinueAsNew(object? newInput = null, bool preserveUnprocessedEvents = true)
    {
        run.CheckThread("ContinueAsNew");
        Renewal = (DataConverter.Serialize(newInput), preserveUnprocessedEvents);
    }

    public override Guid NewGuid()
    {
        run.CheckThread("NewGuid");
        return DeterministicGuid.Create(InstanceId, CurrentUtcDateTime, _guids++);
    }

    public override ILogger CreateReplaySafeLogger(string categoryName) =>
        new ReplaySafeLogger(run.CreateLogger(categoryName), this);

    private async Task LongTimer(DateTime fireAt, TimeSpan cap, CancellationToken cancellation)
    {
        while (fireAt - CurrentUtcDateTime > cap)
        {
            await run.OpenTimer(CurrentUtcDateTime.Add(cap), cancellation);
        }
        await run.OpenTimer(fireAt, cancellation);
    }

    private Task<T> Retried<T>(TaskRetryOptions? retry, Func<Task<T>> call) =>
        retry is null ? call() : RetryAsync(retry, call);

    private async Task<T> RetryAsync<T>(TaskRetryOptions retry, Func<Task<T>> call)
    {
        if (retry.Policy is { } checkedPolicy)
        {
            RetryDelay.Check(checkedPolicy);
        }
        var first = CurrentUtcDateTime;
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await call();
            }
            catch (TaskFailedException e) when (!e.FailureDetails.IsNonRetriable)
            {
                if (retry.Policy is { } policy)
                {
                    if (RetryDelay.Next(policy, attempt, first, CurrentUtcDateTime) is not { } delay)
                    {
                        throw;
                    }
                    await CreateTimer(delay, CancellationToken.None);
                }
                else if (!await retry.Handler!(new(this, attempt, e.FailureDetails, CurrentUtcDateTime - first)))
                {
                    throw;
                }
            }
        }
    }

    private sealed class ReplaySafeLogger(ILogger inner, OrchestrationContext context) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => inner.BeginScope(state);

        public bool IsEnabled(LogLevel logLevel) => !context.IsReplaying && inner.IsEnabled(logLevel);

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter
        )
        {
            if (IsEnabled(logLevel))
            {
                inner.Log(logLevel, eventId, state, exception, formatter);
            }
        }
    }
}
