using System.ComponentModel;
using System.Text.Json;
using System.Text.Json.Nodes;
using IntegrationFunctions.Identity;
using IntegrationFunctions.Identity.Audit;

namespace IntegrationFunctions.Functions.Http.Audit;

/// <summary>The tenant's audit log: to be read, and by nobody to be changed.</summary>
public static class AuditEndpoints
{
    internal static readonly Role[] Readers = [Role.Owner, Role.Administrator, Role.Auditor];

    /// <summary>Maps /audit.</summary>
    public static IEndpointRouteBuilder MapAudit(this IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("/audit").WithTags("Audit").WithScopes("audit").RequireRoles(Readers);
        ListAudit.Map(group);
        ExportAudit.Map(group);
        return api;
    }
}

/// <summary>An entry of the audit log.</summary>
internal sealed record AuditEntryView(
    string Id,
    [property: Description("From 1, without gaps.")] long Sequence,
    [property: Description("When it was written down.")] DateTimeOffset At,
    [property: Description("What was done, such as secret.read.")] string Action,
    AuditSubjectView Subject,
    AuditActorView Actor,
    [property: Description("The thing before, without secrets and sensitive fields.")] JsonNode? Before,
    [property: Description("The thing afterwards, likewise.")] JsonNode? After,
    string? Detail,
    [property: Description("Hash of the entry before.")] string PreviousHash,
    [property: Description("SHA-256 of this entry's canonical JSON (RFC 8785), lower-case hexadecimal.")] string Hash
)
{
    public static AuditEntryView From(AuditEntry entry) =>
        new(
            entry.Id,
            entry.Sequence,
            DateTimeOffset.Parse(entry.At, System.Globalization.CultureInfo.InvariantCulture),
            entry.Action,
            new(entry.SubjectType, entry.SubjectId),
            new(entry.ActorType, entry.ActorId, entry.KeyId, entry.Address, entry.UserAgent, entry.CorrelationId),
            Read(entry.Before),
            Read(entry.After),
            entry.Detail,
            entry.PreviousHash,
            entry.Hash
        );

    private static JsonNode? Read(string? json) => json is null ? null : JsonNode.Parse(json);
}

/// <summary>What something was done to.</summary>
internal sealed record AuditSubjectView(string Type, string Id);

/// <summary>Who did it, and from where.</summary>
internal sealed record AuditActorView(
    [property: Description("user, system or anonymous.")] string Type,
    string Id,
    string? KeyId,
    [property: Description("The IP address that the call came from.")] string? Address,
    string? UserAgent,
    [property: Description("The same in logs and traces.")] string? CorrelationId
);
