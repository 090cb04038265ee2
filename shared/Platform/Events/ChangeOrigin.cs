namespace IntegrationFunctions.Platform.Events;

/// <summary>On whose behalf something is changed.</summary>
/// <param name="Type"><c>user</c>, <c>system</c> or <c>anonymous</c>.</param>
/// <param name="Id">The user, or the part of the platform.</param>
/// <param name="KeyId">The key, token or session that it was done with.</param>
/// <param name="Address">The IP address that it came from.</param>
/// <param name="UserAgent">The program that the caller says it is.</param>
/// <param name="CorrelationId">The same in logs, traces and workflows.</param>
public sealed record ChangeOrigin(
    string Type,
    string Id,
    string? KeyId = null,
    string? Address = null,
    string? UserAgent = null,
    string? CorrelationId = null
)
{
    private static readonly AsyncLocal<Func<ChangeOrigin>?> Flow = new();

    /// <summary>The platform itself.</summary>
    public static ChangeOrigin System { get; } = new("system", "platform");

    /// <summary>Who it is in this flow of work; the platform itself where nobody has called.</summary>
    public static ChangeOrigin Current => Flow.Value?.Invoke() ?? System;

    /// <summary>Says who it is, from here on down. The answer is asked for only where something is told.</summary>
    public static void Set(Func<ChangeOrigin> origin) => Flow.Value = origin;
}
