using System.ComponentModel;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using IntegrationFunctions.Connectors.Integrations;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace IntegrationFunctions.Functions.Http.Integrations;

internal static class UpdateIntegration
{
    public static void Map(IEndpointRouteBuilder group) =>
        group
            .MapPatch("{id}", Handle)
            .RequireRoles(IntegrationEndpoints.Managers)
            .Accepts<Body>("application/json", "application/merge-patch+json")
            .Described(
                "updateIntegration",
                "Change an integration",
                "A JSON merge patch (RFC 7396): what is absent stays, null in settings removes a setting, an absent secret keeps its value. "
                    + "If-Match must carry the ETag that was read: 428 without, 412 where somebody else was faster.",
                400,
                404,
                412,
                413,
                415,
                422,
                428
            );

    private static async Task<Results<Ok<IntegrationView>, ProblemHttpResult>> Handle(
        string id,
        Body body,
        [FromHeader(Name = "If-Match")] [Description("The ETag that was read.")] string? ifMatch,
        HttpContext http,
        IntegrationService integrations,
        CancellationToken ct
    )
    {
        _ = ifMatch;
        if (http.Request.TryIfMatch(out var version) is { } refused)
        {
            return refused;
        }
        var change = new IntegrationChange(body.Name, body.Settings, body.ChangesSchedule, body.ScheduleMinutes);
        var outcome = await integrations.Update(http.Caller().TenantId, id, version, change, ct);
        return outcome.Answer(http.Response);
    }

    [DisplayName("IntegrationPatch")]
    internal sealed record Body
    {
        [Description("The new name; absent: unchanged.")]
        public string? Name { get; init; }

        [Description("Settings to change; null removes one.")]
        public JsonObject? Settings { get; init; }

        [Description("Minutes between automatic synchronisations; null: none; absent: unchanged.")]
        public int? ScheduleMinutes
        {
            get;
            init
            {
                field = value;
                ChangesSchedule = true;
            }
        }

        [JsonIgnore]
        public bool ChangesSchedule { get; private init; }
    }
}
