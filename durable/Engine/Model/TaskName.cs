namespace IntegrationFunctions.Durable;

/// <summary>Name of an orchestrator or activity; compared without case.</summary>
public readonly record struct TaskName(string Name)
{
    /// <summary>From text.</summary>
    public static implicit operator TaskName(string name) => new(name);

    /// <summary>To text.</summary>
    public static implicit operator string(TaskName name) => name.Name;

    /// <inheritdoc/>
    public bool Equals(TaskName other) => string.Equals(Name, other.Name, StringComparison.OrdinalIgnoreCase);

    /// <inheritdoc/>
    public override int GetHashCode() => StringComparer.OrdinalIgnoreCase.GetHashCode(Name ?? "");

    /// <inheritdoc/>
    public override string ToString() => Name;
}
