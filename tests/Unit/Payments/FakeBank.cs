using System.Text.Json.Nodes;
using IntegrationFunctions.Banking.Channels;
using IntegrationFunctions.Banking.Payments;
using IntegrationFunctions.Connectors;
using IntegrationFunctions.Platform.Results;
using IntegrationFunctions.Tests.Support;

namespace IntegrationFunctions.Tests.Unit.Payments;

/// <summary>What goes wrong with one call.</summary>
internal enum Fault
{
    None,

    /// <summary>The request never arrives; the caller sees a broken connection.</summary>
    LostRequest,

    /// <summary>The request never arrives; the caller is told "transient".</summary>
    Transient,

    /// <summary>It is done, but the answer is lost as an exception.</summary>
    LostAnswer,

    /// <summary>It is done, but the answer is "unknown outcome".</summary>
    UnknownDone,

    /// <summary>It is not done, and the answer is "unknown outcome".</summary>
    UnknownNotDone,

    /// <summary>The caller gives up; the request is on its way and is done a while later.</summary>
    LateArrival,

    /// <summary>The caller's process is killed while the request is on its way; it is done a while later.</summary>
    KilledInFlight,

    /// <summary>The process is killed after it is done.</summary>
    KilledAfter,
}

/// <summary>A bank that executes whatever it gets, as often as it gets it: double sending shows.</summary>
internal sealed class FakeBank(TimeProvider clock) : IConnector, IBankChannel
{
    private readonly List<(DateTimeOffset At, string MessageId)> _arrivals = [];

    public Func<string, Fault> NextFault { get; set; } = _ => Fault.None;

    /// <summary>How long a late request is on its way.</summary>
    public TimeSpan Late { get; set; } = TimeSpan.FromSeconds(25);

    /// <summary>The report on a message that arrived; null: executed.</summary>
    public Func<string, PaymentStatusReport>? Report { get; set; }

    /// <summary>Refuses instead of taking.</summary>
    public IntegrationError? Refusal { get; set; }

    public Func<string, ReadOnlyMemory<byte>, Task>? OnSend { get; set; }

    public List<(string MessageId, byte[] Bytes)> Sends { get; } = [];

    public int StatusCalls { get; private set; }

    public JsonObject Settings { get; } =
        new()
        {
            ["iban"] = "DE89370400440532013000",
            ["ownerName"] = "Muster GmbH",
            ["bic"] = "COBADEFFXXX",
        };

    public ConnectorDescriptor Descriptor { get; } = new("fake-bank", "Fake bank", [], []);

    public int Executions(string messageId)
    {
        lock (_arrivals)
        {
            return _arrivals.Count(a => a.MessageId == messageId && a.At <= clock.GetUtcNow());
        }
    }

    public async Task<Result<PaymentReceipt>> Send(
        ConnectorContext context,
        string messageId,
        ReadOnlyMemory<byte> message,
        CancellationToken ct
    )
    {
        if (OnSend is not null)
        {
            await OnSend(messageId, message);
        }
        lock (_arrivals)
        {
            Sends.Add((messageId, message.ToArray()));
        }
        if (Refusal is { } refusal)
        {
            return refusal;
        }
        switch (NextFault("send"))
        {
            case Fault.LostRequest:
                throw new HttpRequestException("broken");
            case Fault.Transient:
                return new IntegrationError(ErrorKind.Transient, "bank-down", "Down.");
            case Fault.UnknownNotDone:
                return new IntegrationError(ErrorKind.UnknownOutcome, "bank-unknown", "Who knows.");
            case Fault.LostAnswer:
                Arrive(messageId, TimeSpan.Zero);
                throw new HttpRequestException("broken");
            case Fault.UnknownDone:
                Arrive(messageId, TimeSpan.Zero);
                return new IntegrationError(ErrorKind.UnknownOutcome, "bank-unknown", "Who knows.");
            case Fault.LateArrival:
                Arrive(messageId, Late);
                throw new TimeoutException();
            case Fault.KilledInFlight:
                Arrive(messageId, Late);
                throw new KilledException();
            case Fault.KilledAfter:
                Arrive(messageId, TimeSpan.Zero);
                throw new KilledException();
            default:
                Arrive(messageId, TimeSpan.Zero);
                return new PaymentReceipt("RCVD");
        }
    }

    public Task<Result<PaymentStatusReport?>> GetStatus(
        ConnectorContext context,
        string messageId,
        CancellationToken ct
    )
    {
        StatusCalls++;
        var arrived = Executions(messageId) > 0;
        return NextFault("status") switch
        {
            Fault.None => Task.FromResult<Result<PaymentStatusReport?>>(
                !arrived ? (PaymentStatusReport?)null
                : Report is not null ? Report(messageId)
                : new PaymentStatusReport(messageId, "ACSC", [], [])
            ),
            Fault.LostRequest or Fault.LostAnswer => throw new HttpRequestException("broken"),
            _ => Task.FromResult<Result<PaymentStatusReport?>>(
                new IntegrationError(ErrorKind.Transient, "bank-down", "Down.")
            ),
        };
    }

    private void Arrive(string messageId, TimeSpan after)
    {
        lock (_arrivals)
        {
            _arrivals.Add((clock.GetUtcNow() + after, messageId));
        }
    }

    public Task<Result<byte[]>> GetStatement(ConnectorContext context, string iban, CancellationToken ct) =>
        throw new NotSupportedException();

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

    public Task<Result<PostedDocument>> Post(ConnectorContext context, DocumentPosting posting, CancellationToken ct) =>
        throw new NotSupportedException();
}
