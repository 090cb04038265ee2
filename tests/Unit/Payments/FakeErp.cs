using System.Text.Json.Nodes;
using IntegrationFunctions.Connectors;
using IntegrationFunctions.Platform.Results;
using IntegrationFunctions.Tests.Support;

namespace IntegrationFunctions.Tests.Unit.Payments;

/// <summary>An ERP whose connector looks for the reference first, and which, as the real ones, does not refuse a second document of one reference.</summary>
internal sealed class FakeErp(TimeProvider clock) : IConnector
{
    private readonly List<(DateTimeOffset At, DocumentPosting Posting)> _documents = [];

    public Func<string, Fault> NextFault { get; set; } = _ => Fault.None;

    public TimeSpan Late { get; set; } = TimeSpan.FromSeconds(25);

    public IntegrationError? Refusal { get; set; }

    public JsonObject Settings { get; } = new() { ["companyCode"] = "1010" };

    public ConnectorDescriptor Descriptor { get; } =
        new("fake-erp", "Fake ERP", [], [new("journalEntries", "Journal entries", ConnectorCapabilities.Post)]);

    public IReadOnlyList<DocumentPosting> Documents
    {
        get
        {
            lock (_documents)
            {
                return [.. _documents.Where(d => d.At <= clock.GetUtcNow()).Select(d => d.Posting)];
            }
        }
    }

    public Task<Result<PostedDocument>> Post(ConnectorContext context, DocumentPosting posting, CancellationToken ct)
    {
        if (Refusal is { } refusal)
        {
            return Task.FromResult<Result<PostedDocument>>(refusal);
        }
        var fault = NextFault("post");
        if (fault == Fault.LostRequest)
        {
            throw new HttpRequestException("broken");
        }
        if (fault == Fault.Transient)
        {
            return Error(ErrorKind.Transient);
        }
        if (fault == Fault.UnknownNotDone)
        {
            return Error(ErrorKind.UnknownOutcome);
        }
        var found = Documents.Any(d => d.Reference == posting.Reference);
        if (!found)
        {
            var late = fault is Fault.LateArrival or Fault.KilledInFlight ? Late : TimeSpan.Zero;
            lock (_documents)
            {
                _documents.Add((clock.GetUtcNow() + late, posting));
            }
        }
        return fault switch
        {
            Fault.LostAnswer or Fault.LateArrival => throw new HttpRequestException("broken"),
            Fault.KilledInFlight or Fault.KilledAfter => throw new KilledException(),
            Fault.UnknownDone => Error(ErrorKind.UnknownOutcome),
            _ => Task.FromResult<Result<PostedDocument>>(new PostedDocument($"51{posting.Reference[3..9]}", found)),
        };
    }

    private static Task<Result<PostedDocument>> Error(ErrorKind kind) =>
        Task.FromResult<Result<PostedDocument>>(new IntegrationError(kind, "erp-down", "Down."));

    public Task<Result<ConnectionReport>> Verify(ConnectorContext context, CancellationToken ct) =>
        throw new NotSupportedException();

    public Task<Result<SourcePage>> FetchNext(
        ConnectorContext context,
        string objectName,
        string? state,
        int pageSize,
        CancellationToken ct
    ) => throw new NotSupportedException();

    public Task<Result<long>> Count(ConnectorContext context, string objectName, CancellationToken ct) =>
        throw new NotSupportedException();

    public Task<Result<WriteOutcome>> Update(ConnectorContext context, RecordWrite write, CancellationToken ct) =>
        throw new NotSupportedException();
}
