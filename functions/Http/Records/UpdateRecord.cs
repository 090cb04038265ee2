using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json.Nodes;
using IntegrationFunctions.Connectors;
using IntegrationFunctions.Connectors.Integrations;
using IntegrationFunctions.Connectors.Sync;
using IntegrationFunctions.Functions.Http.Integrations;
using IntegrationFunctions.Platform.Results;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IntegrationFunctions.Functions.Http.Records;

internal static class UpdateRecord
{
    public static void Map(IEndpointRouteBuilder group) =>
        group
            .MapPatch("{key}", Handle)
            .RequireRoles(IntegrationEndpoints.Managers)
            .Described(
                "updateRecord",
                "Change a record at the source",
                "Writes the fields to the foreign system, over the version that the last synchronisation brought: 409 where the source has "
                    + "another one by now. The source stays the truth: the change comes back with the next synchronisation.",
                400,
                404,
                409,
                422,
                501,
                502
            );

    private static async Task<Results<Ok<Answer>, ProblemHttpResult>> Handle(
        string id,
        string objectName,
        string key,
        Body body,
        HttpContext http,
        IntegrationService integrations,
        ConnectorCatalogue catalogue,
        IConnections connections,
        ISyncedRecords records,
        CancellationToken ct
    )
    {
        var tenant = http.Caller().TenantId;
        if (await RecordObjects.Check(integrations, catalogue, tenant, id, objectName, ct) is { } problem)
        {
            return problem;
        }
        var correlation = Activity.Current?.TraceId.ToString() ?? http.TraceIdentifier;
        var open = await connections.Open(tenant, id, correlation, ct);
        if (!open.TryGet(out var connection, out var error))
        {
            return error.Code == "integration-not-found" ? Problems.NotFound("integration", id) : Problems.From(error);
        }
        if (await records.Get(tenant, id, objectName, key, ct) is not { } record)
        {
            return Problems.NotFound("record", key);
        }
        if (record.ETag is not { } etag)
        {
            return Problems.From(
                new IntegrationError(
                    ErrorKind.NotSupported,
                    "record-not-writable",
                    $"Records of {objectName} carry no version mark, so they can't be changed without overwriting others."
                )
            );
        }
        var write = new RecordWrite(objectName, key, body.Fields, etag);
        var outcome = await connection.Connector.Update(connection.Context, write, ct);
        return outcome.TryGet(out var written, out error)
            ? TypedResults.Ok(new Answer(written.Key))
            : Problems.From(error);
    }

    [DisplayName("RecordPatch")]
    internal sealed record Body([property: Description("Canonical fields with their new values.")] JsonObject Fields);

    [DisplayName("RecordWritten")]
    internal sealed record Answer(string Key);
}
