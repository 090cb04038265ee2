using System.Text.Json;
using IntegrationFunctions.Platform.Events;

namespace IntegrationFunctions.Identity.Audit;

/// <summary>Something that is to be written down. Secrets are not in it, and neither are sensitive fields.</summary>
/// <param name="Id">The same for the same thing, however often it is told: letters, digits, <c>_</c> and <c>-</c>.</param>
/// <param name="Action">What was done, in dotted lower case: <c>payments.updated</c>, <c>secret.read</c>, <c>call.refused</c>.</param>
/// <param name="SubjectType">What kind of thing it was done to: <c>payments</c>.</param>
/// <param name="SubjectId">Which one.</param>
/// <param name="Actor">Who did it, and from where.</param>
public sealed record AuditEvent(string Id, string Action, string SubjectType, string SubjectId, AuditActor Actor)
{
    /// <summary>The thing before, a JSON object; null where there was none or it does not matter.</summary>
    public JsonElement? Before { get; init; }

    /// <summary>The thing afterwards.</summary>
    public JsonElement? After { get; init; }

    /// <summary>What else is to be known, in a sentence.</summary>
    public string? Detail { get; init; }

    /// <summary>When it was done, where that is not now.</summary>
    public DateTimeOffset? OccurredAt { get; init; }
}

/// <summary>Who did something.</summary>
/// <param name="Type"><c>user</c>, <c>system</c> or <c>anonymous</c>.</param>
/// <param name="Id">The user, or the part of the platform.</param>
/// <param name="KeyId">The key that it was done with.</param>
/// <param name="Address">The IP address that it came from.</param>
/// <param name="UserAgent">The program that the caller says it is.</param>
/// <param name="CorrelationId">The same in logs, traces and workflows.</param>
public sealed record AuditActor(
    string Type,
    string Id,
    string? KeyId = null,
    string? Address = null,
    string? UserAgent = null,
    string? CorrelationId = null
)
{
    /// <summary>The platform itself.</summary>
    public static AuditActor System { get; } = From(ChangeOrigin.System);

    /// <summary>Who is behind a change.</summary>
    public static AuditActor From(ChangeOrigin origin) =>
        new(origin.Type, origin.Id, origin.KeyId, origin.Address, origin.UserAgent, origin.CorrelationId);
}
