using IntegrationFunctions.Banking.Payments;
using IntegrationFunctions.Connectors;
using IntegrationFunctions.Platform.Results;

namespace IntegrationFunctions.Banking.Channels.HostToHost;

/// <summary>A bank's host-to-host interface over HTTPS: pain.001 up, pain.002 and camt.053 down, signed in by a bearer token.</summary>
public sealed class HostToHostConnector(IPaymentMessages messages) : IConnector, IBankChannel
{
    /// <inheritdoc/>
    public ConnectorDescriptor Descriptor { get; } =
        new("bank-h2h", "Bank, host to host", HostToHostSettings.Schema(), []);

    /// <inheritdoc/>
    public Task<Result<ConnectionReport>> Verify(ConnectorContext context, CancellationToken ct) =>
        With(context, (settings, client) => HostToHost.Verify.Run(settings, client, ct));

    /// <inheritdoc/>
    public Task<Result<PaymentReceipt>> Send(
        ConnectorContext context,
        string messageId,
        ReadOnlyMemory<byte> message,
        CancellationToken ct
    ) => With(context, (_, client) => HostToHost.Send.Run(client, messageId, message, ct));

    /// <inheritdoc/>
    public Task<Result<PaymentStatusReport?>> GetStatus(
        ConnectorContext context,
        string messageId,
        CancellationToken ct
    ) => With(context, (_, client) => HostToHost.GetStatus.Run(client, messages, messageId, ct));

    /// <inheritdoc/>
    public Task<Result<byte[]>> GetStatement(ConnectorContext context, string iban, CancellationToken ct) =>
        With(context, (_, client) => HostToHost.GetStatement.Run(client, iban, ct));

    /// <inheritdoc/>
    public Task<Result<SourcePage>> FetchNext(
        ConnectorContext context,
        string objectName,
        string? state,
        int pageSize,
        CancellationToken ct
    ) => Task.FromResult<Result<SourcePage>>(NoObjects);

    /// <inheritdoc/>
    public Task<Result<long>> Count(ConnectorContext context, string objectName, CancellationToken ct) =>
        Task.FromResult<Result<long>>(NoObjects);

    /// <inheritdoc/>
    public Task<Result<WriteOutcome>> Update(ConnectorContext context, RecordWrite write, CancellationToken ct) =>
        Task.FromResult<Result<WriteOutcome>>(NoObjects);

    /// <inheritdoc/>
    public Task<Result<PostedDocument>> Post(ConnectorContext context, DocumentPosting posting, CancellationToken ct) =>
        Task.FromResult<Result<PostedDocument>>(NoObjects);

    private static IntegrationError NoObjects { get; } =
        new(
            ErrorKind.NotSupported,
            "object-not-supported",
            "A bank has no records to synchronise; it takes payments and gives status reports and statements."
        );

    private static async Task<Result<T>> With<T>(
        ConnectorContext context,
        Func<HostToHostSettings, HostToHostClient, Task<Result<T>>> verb
    ) =>
        HostToHostSettings.Read(context.Settings).TryGet(out var settings, out var error)
            ? (await verb(settings, new HostToHostClient(context, settings))).Without(settings.Token)
            : error;
}
