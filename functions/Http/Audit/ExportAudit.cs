using System.ComponentModel;
using System.Text.Json;
using IntegrationFunctions.Functions.Http.Guards;
using IntegrationFunctions.Identity.Audit;
using IntegrationFunctions.Platform;
using IntegrationFunctions.Platform.Events;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;

namespace IntegrationFunctions.Functions.Http.Audit;

internal static class ExportAudit
{
    public static void Map(IEndpointRouteBuilder group) =>
        group
            .MapGet("export", Handle)
            .Heavy()
            .Produces(StatusCodes.Status200OK, contentType: "application/x-ndjson", additionalContentTypes: "text/csv")
            .Described(
                "exportAudit",
                "Export the audit log",
                "Oldest first, as it is read: format=ndjson, an entry a line, or csv, where a cell that a spreadsheet would take for a formula "
                    + "begins with an apostrophe. That it was exported is in the log too.",
                400
            );

    private static async Task<Results<PushStreamHttpResult, ProblemHttpResult>> Handle(
        [Description("ndjson (where absent) or csv.")] string? format,
        [Description("Only what this user did.")] string? actor,
        [Description("Only what was done to the thing with this id.")] string? subject,
        [Description("Only this action; one that ends with a full stop stands for all that begin so.")] string? action,
        [Description("Not before this time.")] DateTimeOffset? from,
        [Description("Before this time.")] DateTimeOffset? to,
        HttpContext http,
        IAuditLog log,
        IOptions<JsonOptions> json,
        TimeProvider clock,
        CancellationToken ct
    )
    {
        if (format is not (null or "ndjson" or "csv"))
        {
            return Problems.Create(
                StatusCodes.Status400BadRequest,
                "parameter-invalid",
                $"format must be ndjson or csv; got '{format}'."
            );
        }
        var tenant = http.Caller().TenantId;
        var filter = new AuditFilter(actor, subject, action, from, to);
        var detail = $"{format ?? "ndjson"} {http.Request.QueryString}";
        await log.Append(
            tenant,
            new(
                Identifiers.New("aud", clock),
                "audit.exported",
                "audit",
                "audit",
                AuditActor.From(ChangeOrigin.Current)
            )
            {
                Detail = detail.Length > 300 ? detail[..300] : detail,
            },
            ct
        );
        var entries = log.Read(tenant, filter, ct);
        return format == "csv"
            ? TypedResults.Stream(body => AuditCsv.Write(body, entries, ct), "text/csv; charset=utf-8", "audit.csv")
            : TypedResults.Stream(
                body => Lines(body, entries, json.Value.SerializerOptions, ct),
                "application/x-ndjson",
                "audit.ndjson"
            );
    }

    private static async Task Lines(
        Stream body,
        IAsyncEnumerable<AuditEntry> entries,
        JsonSerializerOptions options,
        CancellationToken ct
    )
    {
        await foreach (var entry in entries)
        {
            await JsonSerializer.SerializeAsync(body, AuditEntryView.From(entry), options, ct);
            await body.WriteAsync("\n"u8.ToArray(), ct);
        }
    }
}
