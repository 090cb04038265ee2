using System.ComponentModel;
using System.Text.Json.Nodes;
using IntegrationFunctions.Connectors.Integrations;

namespace IntegrationFunctions.Functions.Http.Integrations;

/// <summary>An integration as the API shows it.</summary>
internal sealed record IntegrationView(
    [property: Description("int_...")] string Id,
    string Name,
    [property: Description("Name of the connector, from GET /api/v1/connectors.")] string Connector,
    [property: Description("Settings without the secrets.")] JsonObject Settings,
    [property: Description("Names of the secret settings that are set. Their values are never shown.")]
        IReadOnlyList<string> SecretsSet,
    IntegrationStatus Status,
    [property: Description("Minutes between automatic synchronisations; null: none.")] int? ScheduleMinutes,
    DateTimeOffset CreatedAt,
    [property: Description("The user who made it.")] string CreatedBy,
    DateTimeOffset UpdatedAt,
    [property: Description("When the connection was last tested with success.")] DateTimeOffset? LastVerifiedAt,
    [property: Description("Grows with every change; the same number as in the ETag.")] int Version
)
{
    public static IntegrationView From(Integration integration) =>
        new(
            integration.Id,
            integration.Name,
            integration.Connector,
            integration.Settings,
            integration.Secrets,
            integration.Status,
            integration.ScheduleMinutes,
            integration.CreatedAt,
            integration.CreatedBy,
            integration.UpdatedAt,
            integration.LastVerifiedAt,
            integration.Version
        );
}
