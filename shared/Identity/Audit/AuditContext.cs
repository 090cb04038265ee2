namespace IntegrationFunctions.Identity.Audit;

/// <summary>On whose behalf this flow of work runs, for what is written down on its way.</summary>
public static class AuditContext
{
    private static readonly AsyncLocal<Func<AuditActor>?> Flow = new();

    /// <summary>Who it is; the platform itself where nobody has called.</summary>
    public static AuditActor Current => Flow.Value?.Invoke() ?? AuditActor.System;

    /// <summary>Says who it is, from here on down. The answer is asked for only where something is written down.</summary>
    public static void Set(Func<AuditActor> actor) => Flow.Value = actor;
}
