using System.ComponentModel;
using System.Text.Json.Nodes;
using IntegrationFunctions.Connectors.Sync;

namespace IntegrationFunctions.Functions.Http.Records;

/// <summary>What synchronisation brought in, and changing it at the source.</summary>
public static class RecordEndpoints
{
    /// <summary>Maps /integrations/{id}/records.</summary>
    public static IEndpointRouteBuilder MapRecords(this IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("/integrations/{id}/records/{objectName}").WithTags("Records").WithScopes("records");
        ListRecords.Map(group);
        ListChanges.Map(group);
        GetRecord.Map(group);
        UpdateRecord.Map(group);
        return api;
    }
}

/// <summary>A stored record as the API shows it.</summary>
[DisplayName("Record")]
internal sealed record RecordView(
    [property: Description("Its key at the source.")] string Key,
    [property: Description("In the canonical model.")] JsonObject Canonical
)
{
    public static RecordView From(SyncedRecord record) => new(record.Key, record.Canonical);
}
