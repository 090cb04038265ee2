using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace IntegrationFunctions.Connectors.Integrations;

/// <summary>Whether an integration may be used.</summary>
public enum IntegrationStatus
{
    /// <summary>In use.</summary>
    [JsonStringEnumMemberName("active")]
    Active,

    /// <summary>Held by a person: nothing is read from or written to the foreign system.</summary>
    [JsonStringEnumMemberName("paused")]
    Paused,

    /// <summary>Gone; the document stays as a mark, so that a late repeat of the create can't bring it back to life.</summary>
    [JsonStringEnumMemberName("deleted")]
    Deleted,
}

/// <summary>A tenant's connection to one foreign system, as it is stored at <c>integrations/{id}</c>.</summary>
/// <param name="Id"><c>int_...</c></param>
/// <param name="Name">For people, 1 to 100 characters.</param>
/// <param name="Connector">Name of the connector.</param>
/// <param name="Settings">Settings that fit the connector's schema, less the secrets.</param>
/// <param name="Secrets">Names of the secret settings that are set.</param>
/// <param name="SecretsRef">Where the values of the secrets are in the secret store.</param>
/// <param name="Status">Whether it may be used.</param>
/// <param name="ScheduleMinutes">Minutes between automatic synchronisations; null: none.</param>
/// <param name="CreatedAt">When.</param>
/// <param name="CreatedBy">The user who did it.</param>
/// <param name="UpdatedAt">Last change by a person.</param>
/// <param name="LastVerifiedAt">When the connection was last tested with success.</param>
/// <param name="Version">1, and one more with every change by a person; what If-Match is compared with.</param>
/// <param name="SchemaVersion">Version of this document's shape.</param>
public sealed record Integration(
    string Id,
    string Name,
    string Connector,
    JsonObject Settings,
    IReadOnlyList<string> Secrets,
    string SecretsRef,
    IntegrationStatus Status,
    int? ScheduleMinutes,
    DateTimeOffset CreatedAt,
    string CreatedBy,
    DateTimeOffset UpdatedAt,
    DateTimeOffset? LastVerifiedAt = null,
    int Version = 1,
    int SchemaVersion = 1
);

/// <summary>What a new integration is made of.</summary>
/// <param name="Name">For people, 1 to 100 characters.</param>
/// <param name="Connector">Name of the connector.</param>
/// <param name="Settings">Settings, secrets included.</param>
/// <param name="ScheduleMinutes">Minutes between automatic synchronisations, 1 to 44,640 (31 days); null: none.</param>
public sealed record NewIntegration(string Name, string Connector, JsonObject Settings, int? ScheduleMinutes);

/// <summary>What is to change; null leaves a thing as it is.</summary>
/// <param name="Name">The new name.</param>
/// <param name="Settings">A JSON merge patch (RFC 7396): null removes a setting, an absent secret keeps its value.</param>
/// <param name="ChangesSchedule">Whether <paramref name="ScheduleMinutes"/> says something.</param>
/// <param name="ScheduleMinutes">The new interval, or null for none.</param>
public sealed record IntegrationChange(string? Name, JsonObject? Settings, bool ChangesSchedule, int? ScheduleMinutes);

/// <summary>A page of integrations; <paramref name="Next"/> is null on the last one.</summary>
public sealed record IntegrationPage(IReadOnlyList<Integration> Integrations, string? Next);
