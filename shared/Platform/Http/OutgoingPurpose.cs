using IntegrationFunctions.Platform.Http.Budgets;

namespace IntegrationFunctions.Platform.Http;

/// <summary>On whose behalf requests are made, and how they are to be treated.</summary>
/// <param name="TenantId">Whose egress rules, circuits and budgets hold.</param>
/// <param name="IntegrationId">For logs and traces.</param>
public sealed record OutgoingPurpose(string TenantId, string IntegrationId)
{
    /// <summary>
    /// Whether a sandbox may do this too: tell a developer's own server of an event. All else that a sandbox asks for goes to the virtual
    /// systems.
    /// </summary>
    public bool LeavesSandbox { get; init; }

    /// <summary>For one attempt, where the platform's own limits are too long.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>What is done with an answer that points elsewhere.</summary>
    public Redirects Redirects { get; init; } = Redirects.HandBack;

    /// <summary>The extension that asks, or null. It reaches only what the tenant's administrators have allowed it.</summary>
    public string? Extension { get; init; }

    /// <summary>How many requests the system takes from the tenant, over all workers; null: not limited by us.</summary>
    public RateBudget? Budget { get; init; }

    /// <summary>Stands in the log line of each call, or null. Sending it along is the caller's business.</summary>
    public string? CorrelationId { get; init; }
}
