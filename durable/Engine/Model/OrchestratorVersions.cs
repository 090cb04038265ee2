namespace IntegrationFunctions.Durable;

/// <summary>The versions of one orchestrator, oldest first; the one without a version has an empty one.</summary>
internal sealed class OrchestratorVersions
{
    private readonly SortedList<string, Registration> _versions = new(VersionOrder.Instance);

    public IEnumerable<string> Versions => _versions.Keys;

    public string Newest => _versions.Keys[^1];

    public bool TryAdd(string version, Registration registration) => _versions.TryAdd(version, registration);

    /// <summary>Whether there is code for that very version, or it is of no matter because no version of it has ever had one.</summary>
    public Registration? Find(string version) =>
        _versions.TryGetValue(version, out var found) ? found
        : _versions.Count == 1 && _versions.Keys[0].Length == 0 ? _versions.Values[0]
        : null;

    public sealed record Registration(Func<IServiceProvider, ITaskOrchestrator> Create, SteeringRules Steering);
}
