namespace IntegrationFunctions.Durable;

/// <summary>Which orchestrators and activities there are. A type's name is its class's, unless <see cref="DurableTaskAttribute"/> says otherwise.</summary>
public sealed class DurableTaskRegistry
{
    private readonly Dictionary<TaskName, Func<IServiceProvider, ITaskOrchestrator>> _orchestrators = [];
    private readonly Dictionary<TaskName, Func<IServiceProvider, ITaskActivity>> _activities = [];

    /// <summary>
    /// What becomes of an activity's exception. By default it is told by its type; a product with errors of its own says here how they are kept.
    /// </summary>
    public Func<Exception, TaskFailureDetails> FailureOf { get; set; } = TaskFailureDetails.From;

    /// <summary>Names of the orchestrators.</summary>
    public IReadOnlyCollection<TaskName> Orchestrators => _orchestrators.Keys;

    /// <summary>Names of the activities.</summary>
    public IReadOnlyCollection<TaskName> Activities => _activities.Keys;

    /// <summary>Adds an orchestrator by its type.</summary>
    public DurableTaskRegistry AddOrchestrator<T>()
        where T : class, ITaskOrchestrator, new()
    {
        _orchestrators.Add(NameOf(typeof(T)), _ => new T());
        return this;
    }

    /// <summary>Adds an activity by its type; its dependencies come from the services, a new one a call.</summary>
    public DurableTaskRegistry AddActivity<T>(Func<IServiceProvider, T> create)
        where T : class, ITaskActivity
    {
        _activities.Add(NameOf(typeof(T)), create);
        return this;
    }

    /// <summary>Adds an orchestrator from a function; for tests and small flows.</summary>
    public DurableTaskRegistry AddOrchestratorFunc<TInput, TOutput>(
        TaskName name,
        Func<TaskOrchestrationContext, TInput, Task<TOutput>> run
    )
    {
        _orchestrators.Add(name, _ => new FuncOrchestrator<TInput, TOutput>(run));
        return this;
    }

    /// <summary>Adds an activity from a function; for tests and small steps.</summary>
    public DurableTaskRegistry AddActivityFunc<TInput, TOutput>(
        TaskName name,
        Func<TaskActivityContext, TInput, Task<TOutput>> run
    )
    {
        _activities.Add(name, _ => new FuncActivity<TInput, TOutput>(run));
        return this;
    }

    /// <summary>Makes an orchestrator, or null where the name is unknown.</summary>
    public ITaskOrchestrator? CreateOrchestrator(TaskName name, IServiceProvider services) =>
        _orchestrators.TryGetValue(name, out var create) ? create(services) : null;

    /// <summary>Makes an activity, or null where the name is unknown.</summary>
    public ITaskActivity? CreateActivity(TaskName name, IServiceProvider services) =>
        _activities.TryGetValue(name, out var create) ? create(services) : null;

    private static TaskName NameOf(Type type) =>
        Attribute.GetCustomAttribute(type, typeof(DurableTaskAttribute)) is DurableTaskAttribute { Name: { } name }
            ? name
            : type.Name;

    private sealed class FuncOrchestrator<TInput, TOutput>(Func<TaskOrchestrationContext, TInput, Task<TOutput>> run)
        : TaskOrchestrator<TInput, TOutput>
    {
        public override Task<TOutput> RunAsync(TaskOrchestrationContext context, TInput input) => run(context, input);
    }

    private sealed class FuncActivity<TInput, TOutput>(Func<TaskActivityContext, TInput, Task<TOutput>> run)
        : TaskActivity<TInput, TOutput>
    {
        public override Task<TOutput> RunAsync(TaskActivityContext context, TInput input) => run(context, input);
    }
}

/// <summary>Gives an orchestrator or activity a name other than its class's.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class DurableTaskAttribute(string name) : Attribute
{
    /// <summary>The name.</summary>
    public string Name { get; } = name;
}
