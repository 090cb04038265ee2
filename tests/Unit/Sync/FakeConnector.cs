using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using IntegrationFunctions.Connectors;
using IntegrationFunctions.Connectors.Integrations;
using IntegrationFunctions.Mapping.Definitions;
using IntegrationFunctions.Platform.Results;

namespace IntegrationFunctions.Tests.Unit.Sync;

/// <summary>One integration with the objects that the test gives it; errors and surprises as the test wants them.</summary>
internal sealed class FakeConnector : IConnector, IConnections
{
    private readonly ConcurrentDictionary<string, int> _calls = new(StringComparer.Ordinal);

    public Dictionary<string, FakeSource> Objects { get; } = new(StringComparer.Ordinal);

    /// <summary>Asked before each call with the verb (open, fetch, count) and how often it was called; an error is the answer.</summary>
    public Func<string, int, IntegrationError?>? Before { get; set; }

    /// <summary>The mappings that it brings along, by object.</summary>
    public Dictionary<string, MappingDefinition> Mappings { get; } = new(StringComparer.Ordinal);

    public ConnectorDescriptor Descriptor =>
        new(
            "fake",
            "Fake",
            [],
            [
                .. Objects.Keys.Select(k => new ObjectDescriptor(
                    k,
                    k,
                    ConnectorCapabilities.Read,
                    Mappings.GetValueOrDefault(k)
                )),
            ]
        );

    public int Calls(string verb) => _calls.GetValueOrDefault(verb);

    public Task<Result<OpenConnection>> Open(
        string tenantId,
        string integrationId,
        string correlationId,
        CancellationToken ct = default
    ) =>
        Task.FromResult<Result<OpenConnection>>(
            Error("open") is { } error
                ? error
                : new OpenConnection(this, new ConnectorContext(tenantId, integrationId, [], null!, correlationId))
        );

    public async Task<Result<SourcePage>> FetchNext(
        ConnectorContext context,
        string objectName,
        string? state,
        int pageSize,
        CancellationToken ct
    ) => Error("fetch") is { } error ? error : await Objects[objectName].Fetch(state);

    public Task<Result<long>> Count(ConnectorContext context, string objectName, CancellationToken ct) =>
        Task.FromResult<Result<long>>(Error("count") is { } error ? error : (long)Objects[objectName].Records.Count);

    public Task<Result<ConnectionReport>> Verify(ConnectorContext context, CancellationToken ct) =>
        throw new NotSupportedException();

    public Task<Result<WriteOutcome>> Update(ConnectorContext context, RecordWrite write, CancellationToken ct) =>
        throw new NotSupportedException();

    public Task<Result<PostedDocument>> Post(ConnectorContext context, DocumentPosting posting, CancellationToken ct) =>
        throw new NotSupportedException();

    private IntegrationError? Error(string verb) => Before?.Invoke(verb, _calls.AddOrUpdate(verb, 1, (_, n) => n + 1));
}
