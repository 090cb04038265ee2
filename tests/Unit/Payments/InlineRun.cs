using IntegrationFunctions.Durable;
using IntegrationFunctions.Tests.Support;
using IntegrationFunctions.Workflows.Payments;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace IntegrationFunctions.Tests.Unit.Payments;

/// <summary>
/// Runs the real orchestrator without an engine: activities run at once, timers move the clock, a killed activity runs again after a while,
/// and continuing as new begins anew. It stops where the flow waits for a person.
/// </summary>
internal sealed class InlineRun(PaymentFixture fixture)
{
    private const int MaxSteps = 3_000;

    /// <summary>Time between a kill and the restart.</summary>
    public TimeSpan Restart { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Also runs an activity a second time at once, as an engine may that lost the first one's answer.</summary>
    public Func<bool> Duplicate { get; set; } = () => false;

    /// <summary>What the world does while the flow waits.</summary>
    public Func<Task> OnTimer { get; set; } = () => Task.CompletedTask;

    public List<PaymentProgress> Progress { get; } = [];

    public int Steps { get; private set; }

    public int ContinuedAsNew { get; private set; }

    /// <summary>The result, or null where the flow waits for a person.</summary>
    public async Task<PaymentResult?> Pay(string paymentId, PayInput? input = null)
    {
        input ??= new PayInput(
            PaymentFixture.Tenant,
            paymentId,
            TimeSpan.FromSeconds(5),
            TimeSpan.FromMinutes(15),
            TimeSpan.FromDays(3)
        );
        while (true)
        {
            var context = new Context(this, fixture, paymentId);
            var orchestrator = fixture.Registry.CreateOrchestrator(nameof(PayInvoices), fixture.Services)!;
            var run = orchestrator.RunAsync(context, input);
            if (await Task.WhenAny(run, context.Waiting.Task) == context.Waiting.Task)
            {
                return null;
            }
            var result = (PaymentResult)(await run)!;
            if (context.Next is null)
            {
                return result;
            }
            ContinuedAsNew++;
            input = (PayInput)context.Next;
        }
    }

    public async Task<PaymentState> Activity(string name, string paymentId)
    {
        while (true)
        {
            if (++Steps > MaxSteps)
            {
                throw new InvalidOperationException("The flow does not come to an end.");
            }
            try
            {
                return await RunOnce(name, paymentId);
            }
            catch (KilledException)
            {
                fixture.Clock.Advance(Restart);
            }
        }
    }

    private async Task<PaymentState> RunOnce(string name, string paymentId)
    {
        var first = Run(name, paymentId);
        if (Duplicate())
        {
            await Task.WhenAll(first, Run(name, paymentId));
        }
        return await first;
    }

    private async Task<PaymentState> Run(string name, string paymentId)
    {
        var activity = fixture.Registry.CreateActivity(name, fixture.Services)!;
        // As through a history: what does not survive JSON does not survive a restart.
        var key = DataConverter.Deserialize<PaymentKey>(
            DataConverter.Serialize(new PaymentKey(PaymentFixture.Tenant, paymentId))
        );
        var output = await activity.RunAsync(new(name, paymentId, $"{paymentId}:{Steps}", default), key);
        return DataConverter.Deserialize<PaymentState>(DataConverter.Serialize(output))!;
    }

    private sealed class Context(InlineRun owner, PaymentFixture fixture, string instanceId) : TaskOrchestrationContext
    {
        public TaskCompletionSource Waiting { get; } = new();

        public object? Next { get; private set; }

        public override TaskName Name => nameof(PayInvoices);
        public override string InstanceId => instanceId;
        public override ParentOrchestrationInstance? Parent => null;
        public override DateTime CurrentUtcDateTime => fixture.Clock.GetUtcNow().UtcDateTime;
        public override bool IsReplaying => false;
        public override string Version => "";

        public override async Task<TResult> CallActivityAsync<TResult>(TaskName name, object? input, TaskOptions? options) =>
            (TResult)(object)await owner.Activity(name, ((PaymentKey)input!).PaymentId);

        public override async Task CreateTimer(DateTime fireAt, CancellationToken cancellationToken)
        {
            fixture.Clock.Advance(new DateTimeOffset(fireAt, TimeSpan.Zero) - fixture.Clock.GetUtcNow());
            await owner.OnTimer();
        }

        public override Task<T> WaitForExternalEvent<T>(string eventName, CancellationToken cancellationToken)
        {
            Waiting.SetResult();
            return new TaskCompletionSource<T>().Task;
        }

        public override void SetCustomStatus(object? customStatus) => owner.Progress.Add((PaymentProgress)customStatus!);

        public override void ContinueAsNew(object? newInput, bool preserveUnprocessedEvents) => Next = newInput;

        public override Task<TResult> CallSubOrchestratorAsync<TResult>(TaskName name, object? input, TaskOptions? options) =>
            throw new NotSupportedException();

        public override Task<T> WaitForExternalEvent<T>(string eventName, TimeSpan timeout, CancellationToken ct) =>
            throw new NotSupportedException();

        public override void SendEvent(string target, string eventName, object? payload) =>
            throw new NotSupportedException();

        public override Guid NewGuid() => throw new NotSupportedException();

        public override ILogger CreateReplaySafeLogger(string categoryName) => NullLogger.Instance;
    }
}
