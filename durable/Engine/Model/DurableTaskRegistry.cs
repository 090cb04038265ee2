namespace IntegrationFunctions.Durable;

/// <summary>
/// Which orchestrators and activities there are. A type's name is its class's, unless <see cref="DurableTaskAttribute"/> says otherwise. An
/// orchestrator may be there in several versions: an instance runs the code of the version that it was started with.
/// </summary>
public sealed class DurableTaskRegistry
{
    private readonly Dictionary<TaskName, OrchestratorVersions> _orchestrators = [];
    private readonly Dictionary<TaskName, Func<IServiceProvider, ITaskActivity>> _activities = [];

    /// <summary>
    /// What becomes of an activity's exception. By default it is told by its type; a product with errors of its own says here how they are kept.
    /// </summary>
    public Func<Exception, TaskFailureDetails> FailureOf { get; set; } = TaskFailureDetails.From;

    /// <summary>Names of the orchestrators.</summary>
    public IReadOnlyCollection<TaskName> Orchestrators => _orchestrators.Keys;

    /// <summary>Names of the activities.</summary>
    public IReadOnlyCollection<TaskName> Activities => _activities.Keys;

    /// <summary>How versions are dealt with.</summary>
    public VersioningOptions Versioning { get; private set; } = new();

    /// <summary>Says how versions are dealt with.</summary>
    public DurableTaskRegistry UseVersioning(VersioningOptions options)
    {
        Versioning = options;
        return this;
    }

    /// <summary>Adds an orchestrator by its type, in a version of its own: <paramref name="version"/>, else its attribute's, else none.</summary>
    /// <exception cref="ArgumentException">There is one of that name and version.</exception>
    public DurableTaskRegistry AddOrchestrator<T>(string? version = null)
        where T : class, ITaskOrchestrator, new() =>
        Add(
            NameOf(typeof(T)),
            version ?? AttributeOf(typeof(T))?.Version,
            new OrchestratorVersions.Registration(_ => new T(), SteeringRules.Of(typeof(T)))
        );

    /// <summary>Adds an activity by its type; its dependencies come from the services, a new one a call.</summary>
    public DurableTaskRegistry AddActivity<T>(Func<IServiceProvider, T> create)
        where T : class, ITaskActivity
    {
        _activities.Add(NameOf(typeof(T)), create);
        return this;
    }

    /// <summary>Adds an orchestrator from a function; for tests and small flows.</summary>
    /// <exception cref="ArgumentException">There is one of that name and version.</exception>
    public DurableTaskRegistry AddOrchestratorFunc<TInput, TOutput>(
        TaskName name,
        Func<TaskOrchestrationContext, TInput, Task<TOutput>> run,
        string? version = null,
        SteeringRules? steering = null
    ) =>
        Add(
            name,
            version,
            new OrchestratorVersions.Registration(
                _ => new FuncOrchestrator<TInput, TOutput>(run),
                steering ?? SteeringRules.Default
            )
        );

    /// <summary>Adds an activity from a function; for tests and small steps.</summary>
    public DurableTaskRegistry AddActivityFunc<TInput, TOutput>(
        TaskName name,
        Func<TaskActivityContext, TInput, Task<TOutput>> run
    )
    {
        _activities.Add(name, _ => new FuncActivity<TInput, TOutput>(run));
        return this;
    }

    /// <summary>
    /// Makes an orchestrator of a version (null or empty: the one without), or null where there is none. Where none of the name has a version,
    /// any version runs the one that there is.
    /// </summary>
    public ITaskOrchestrator? CreateOrchestrator(TaskName name, IServiceProvider services, string? version = null) =>
        Find(name, version)?.Create(services);

    /// <summary>Makes an activity, or null where the name is unknown.</summary>
    public ITaskActivity? CreateActivity(TaskName name, IServiceProvider services) =>
        _activities.TryGetValue(name, out var create) ? create(services) : null;

    /// <summary>Versions of an orchestrator, oldest first; the one without has an empty one. Empty where the name is unknown.</summary>
    public IReadOnlyList<string> VersionsOf(TaskName name) =>
        _orchestrators.TryGetValue(name, out var versions) ? [.. versions.Versions] : [];

    /// <summary>
    /// The version that an instance is given at its start: what was asked for; else the default, where there is one of the name; else the
    /// newest. Null where the orchestrator has no versions. A backend keeps it with the instance.
    /// </summary>
    public string? VersionForStart(TaskName name, string? asked = null)
    {
        if (asked is not null || !_orchestrators.TryGetValue(name, out var versions))
        {
            return asked;
        }
        var start =
            Versioning.DefaultVersion is { } wanted && versions.Versions.Contains(wanted, VersionOrder.Instance)
                ? wanted
                : versions.Newest;
        return start.Length == 0 ? null : start;
    }

    /// <summary>What users may do to instances of an orchestrator; of one that isn't there, nothing.</summary>
    public SteeringRules SteeringOf(TaskName name, string? version = null) =>
        Find(name, version)?.Steering ?? SteeringRules.Default;

    /// <summary>The version of a sub-orchestration: what was asked for, else the parent's where there is code for it, else as at any start.</summary>
    internal string VersionForSub(TaskName name, string? asked, string parentVersion) =>
        asked ?? (Find(name, parentVersion) is not null ? parentVersion : VersionForStart(name) ?? parentVersion);

    private OrchestratorVersions.Registration? Find(TaskName name, string? version) =>
        _orchestrators.TryGetValue(name, out var versions) ? versions.Find(version ?? "") : null;

    private DurableTaskRegistry Add(TaskName name, string? version, OrchestratorVersions.Registration registration)
    {
        if (!_orchestrators.TryGetValue(name, out var versions))
        {
            _orchestrators.Add(name, versions = new());
        }
        return versions.TryAdd(version ?? "", registration)
            ? this
            : throw new ArgumentException(
                $"There is an orchestrator '{name}' {Described(version)} already. Give one of them another name or version."
            );
    }

    private static string Described(string? version) =>
        string.IsNullOrEmpty(version) ? "without a version" : $"of version '{version}'";

    private static DurableTaskAttribute? AttributeOf(Type type) =>
        (DurableTaskAttribute?)Attribute.GetCustomAttribute(type, typeof(DurableTaskAttribute));

    private static TaskName NameOf(Type type) => AttributeOf(type)?.Name ?? type.Name;

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
