using System.Text.Json.Nodes;
using IntegrationFunctions.Connectors.SapS4Hana.OData;
using IntegrationFunctions.Platform.Http.Budgets;
using IntegrationFunctions.Platform.Results;

namespace IntegrationFunctions.Connectors.SapS4Hana;

/// <summary>
/// SAP S/4HANA, cloud and on premise, by its released OData V2 services and the SOAP service for journal entries. Fields: MAPPINGS.md.
/// </summary>
public sealed class SapConnector(TimeProvider clock) : IConnector
{
    internal const string BusinessPartners = "businessPartners";
    internal const string Invoices = "invoices";

    /// <inheritdoc/>
    public ConnectorDescriptor Descriptor { get; } =
        new(
            "sap-s4hana",
            "SAP S/4HANA",
            SapSettings.Schema(),
            [
                new(
                    BusinessPartners,
                    "Business partners",
                    ConnectorCapabilities.Read | ConnectorCapabilities.Update,
                    ConnectorMapping.Load("sap-s4hana/business-partners")
                ),
                new(
                    Invoices,
                    "Open invoices",
                    ConnectorCapabilities.Read | ConnectorCapabilities.Post,
                    ConnectorMapping.Load("sap-s4hana/invoices")
                ),
            ]
        );

    /// <summary>What the system's administrators allow; SAP publishes no figure that holds for all. A second's worth may go at once.</summary>
    public RateBudget? Budget(JsonObject settings) =>
        settings["requestsPerSecond"] is JsonValue value && value.TryGetValue(out int rate) && rate > 0
            ? new(rate, rate)
            : null;

    /// <inheritdoc/>
    public Task<Result<ConnectionReport>> Verify(ConnectorContext context, CancellationToken ct) =>
        With(context, (settings, client) => SapS4Hana.Verify.Run(settings, client, ct));

    /// <inheritdoc/>
    public Task<Result<SourcePage>> FetchNext(
        ConnectorContext context,
        string objectName,
        string? state,
        int pageSize,
        CancellationToken ct
    ) =>
        SapObject.Find(objectName) is { } found
            ? With(context, (settings, client) => SapS4Hana.FetchNext.Run(settings, client, found, state, pageSize, ct))
            : Task.FromResult<Result<SourcePage>>(SapErrors.NoSuchObject(objectName));

    /// <inheritdoc/>
    public Task<Result<long>> Count(ConnectorContext context, string objectName, CancellationToken ct) =>
        SapObject.Find(objectName) is { } found
            ? With(context, (settings, client) => SapS4Hana.Count.Run(settings, client, found, ct))
            : Task.FromResult<Result<long>>(SapErrors.NoSuchObject(objectName));

    /// <inheritdoc/>
    public Task<Result<WriteOutcome>> Update(ConnectorContext context, RecordWrite write, CancellationToken ct) =>
        write.ObjectName == BusinessPartners
            ? With(context, (_, client) => SapS4Hana.Update.Run(client, write, ct))
            : Task.FromResult<Result<WriteOutcome>>(
                SapObject.Find(write.ObjectName) is null
                    ? SapErrors.NoSuchObject(write.ObjectName)
                    : SapErrors.NotOffered(write.ObjectName, "changing records")
            );

    /// <inheritdoc/>
    public Task<Result<PostedDocument>> Post(ConnectorContext context, DocumentPosting posting, CancellationToken ct) =>
        With(context, (settings, client) => SapS4Hana.Post.Run(settings, client, posting, clock, ct));

    private static async Task<Result<T>> With<T>(
        ConnectorContext context,
        Func<SapSettings, ODataClient, Task<Result<T>>> verb
    ) =>
        SapSettings.Read(context.Settings).TryGet(out var settings, out var error)
            ? (await verb(settings, new ODataClient(context, settings))).Without(settings.Password, settings.SignIn)
            : error;
}
