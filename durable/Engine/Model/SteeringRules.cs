namespace IntegrationFunctions.Durable;

/// <summary>How an instance that has ended may be started once more from outside.</summary>
public enum RestartRule
{
    /// <summary>Not at all: what starts it has its own bookkeeping.</summary>
    Refused = 0,

    /// <summary>Under its own id alone: the id names the thing that it is about.</summary>
    SameId = 1,

    /// <summary>Under its own id, or as another instance beside it.</summary>
    AnyId = 2,
}

/// <summary>
/// What users may do to an orchestrator's instances besides looking, holding and ending them. Without it they may raise no event and restart
/// nothing: who writes an orchestrator must have thought of it first.
/// </summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class UserSteeringAttribute : Attribute
{
    /// <summary>Events that users may raise by hand; none. Events of the platform's own code need not be named.</summary>
    public string[] Events { get; set; } = [];

    /// <summary>Whether users may restart it.</summary>
    public RestartRule Restart { get; set; } = RestartRule.Refused;
}

/// <summary>What <see cref="UserSteeringAttribute"/> says of an orchestrator.</summary>
/// <param name="Events">Events that users may raise.</param>
/// <param name="Restart">Whether users may restart it.</param>
public sealed record SteeringRules(IReadOnlyCollection<string> Events, RestartRule Restart)
{
    /// <summary>What holds where an orchestrator says nothing.</summary>
    public static SteeringRules Default { get; } = new([], RestartRule.Refused);

    /// <summary>Whether users may raise that event; names are compared without case.</summary>
    public bool Allows(string eventName) => Events.Contains(eventName, StringComparer.OrdinalIgnoreCase);

    internal static SteeringRules Of(Type type) =>
        Attribute.GetCustomAttribute(type, typeof(UserSteeringAttribute)) is UserSteeringAttribute rules
            ? new(rules.Events, rules.Restart)
            : Default;
}
