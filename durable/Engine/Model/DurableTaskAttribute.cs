namespace IntegrationFunctions.Durable;

/// <summary>Gives an orchestrator or activity a name other than its class's, and an orchestrator a version.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class DurableTaskAttribute(string? name = null) : Attribute
{
    /// <summary>The name; null: the class's.</summary>
    public string? Name { get; } = name;

    /// <summary>The orchestrator's version; null: none. Several classes may have one name and different versions.</summary>
    public string? Version { get; set; }
}
