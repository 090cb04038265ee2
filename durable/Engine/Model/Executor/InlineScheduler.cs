namespace IntegrationFunctions.Durable.Executor;

/// <summary>Runs an orchestrator's continuations on the thread that feeds it, in order, and notices those that come from elsewhere.</summary>
internal sealed class InlineScheduler : TaskScheduler
{
    private readonly Context _context;
    private readonly Queue<(SendOrPostCallback Call, object? State)> _posted = new();
    private readonly Queue<Task> _tasks = new();
    private int _thread = -1;
    private volatile bool _foreign;

    public InlineScheduler() => _context = new Context(this);

    /// <summary>Whether a continuation came from another thread: the orchestrator awaited something that isn't its context's.</summary>
    public bool SawForeignContinuation => _foreign;

    public bool IsCurrent => _thread == Environment.CurrentManagedThreadId;

    public override int MaximumConcurrencyLevel => 1;

    public void Run(Action work)
    {
        var before = SynchronizationContext.Current;
        _thread = Environment.CurrentManagedThreadId;
        SynchronizationContext.SetSynchronizationContext(_context);
        try
        {
            var task = new Task(work);
            task.RunSynchronously(this);
            task.GetAwaiter().GetResult();
        }
        finally
        {
            _thread = -1;
            SynchronizationContext.SetSynchronizationContext(before);
        }
    }

    public void Drain()
    {
        while (true)
        {
            if (_posted.TryDequeue(out var item))
            {
                item.Call(item.State);
            }
            else if (_tasks.TryDequeue(out var task))
            {
                TryExecuteTask(task);
            }
            else
            {
                return;
            }
        }
    }

    protected override IEnumerable<Task> GetScheduledTasks() => [.. _tasks];

    protected override void QueueTask(Task task)
    {
        if (IsCurrent)
        {
            _tasks.Enqueue(task);
        }
        else
        {
            _foreign = true;
        }
    }

    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) =>
        IsCurrent && !taskWasPreviouslyQueued && TryExecuteTask(task);

    private sealed class Context(InlineScheduler owner) : SynchronizationContext
    {
        public override void Post(SendOrPostCallback d, object? state)
        {
            if (owner.IsCurrent)
            {
                owner._posted.Enqueue((d, state));
            }
            else
            {
                owner._foreign = true;
            }
        }

        public override void Send(SendOrPostCallback d, object? state) =>
            throw new NotSupportedException("An orchestrator never blocks: await instead.");

        public override SynchronizationContext CreateCopy() => this;
    }
}
