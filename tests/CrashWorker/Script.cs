using IntegrationFunctions.Durable;

namespace IntegrationFunctions.CrashWorker;

/// <summary>One instance: what is done to it from outside, in order, and all that must be true of it at the end, however often it was killed.</summary>
internal sealed record Script(string InstanceId, string Flow, object? Input, Command[] Commands)
{
    public OrchestrationRuntimeStatus Status { get; init; } = OrchestrationRuntimeStatus.Completed;

    /// <summary>JSON text.</summary>
    public string? Output { get; init; }

    /// <summary>Effects by their name, instance and label, and under how many keys each must be there: more than one only where it is tried again.</summary>
    public IReadOnlyDictionary<string, int> Effects { get; init; } = new Dictionary<string, int>();

    /// <summary>Instances that this one starts itself.</summary>
    public string[] Children { get; init; } = [];

    public TimeSpan? StartIn { get; init; }
}

/// <summary>Something that is done to an instance from outside.</summary>
internal abstract record Command
{
    public sealed record Start : Command;

    public sealed record Raise(string Name, string Payload) : Command;

    public sealed record Suspend : Command;

    public sealed record Resume : Command;

    public sealed record Terminate(string Output) : Command;

    public sealed record Pause(int Milliseconds) : Command;
}
