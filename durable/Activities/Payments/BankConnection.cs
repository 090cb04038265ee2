using IntegrationFunctions.Banking.Channels;
using IntegrationFunctions.Banking.Payments;
using IntegrationFunctions.Connectors;
using IntegrationFunctions.Connectors.Integrations;
using IntegrationFunctions.Platform.Results;

namespace IntegrationFunctions.Activities.Payments;

/// <summary>
/// The way to a payment's bank. Whatever a channel throws becomes an unknown outcome: nobody can say how far the request came.
/// </summary>
internal sealed record BankConnection(IBankChannel Channel, ConnectorContext Context, TimeProvider Clock)
{
    public static async Task<Result<BankConnection>> Open(
        IConnections connections,
        string tenantId,
        Payment payment,
        TimeProvider clock,
        CancellationToken ct
    )
    {
        var opened = await connections.Open(tenantId, payment.BankIntegrationId, payment.Id, ct).ConfigureAwait(false);
        if (!opened.TryGet(out var connection, out var error))
        {
            return error;
        }
        return connection.Connector is IBankChannel channel
            ? new BankConnection(channel, connection.Context, clock)
            : new IntegrationError(
                ErrorKind.Configuration,
                "not-a-bank",
                $"Integration '{payment.BankIntegrationId}' can't carry payments."
            );
    }

    public Task<Result<PaymentReceipt>> Send(
        string messageId,
        ReadOnlyMemory<byte> message,
        TimeSpan timeout,
        CancellationToken ct
    ) => Guard(token => Channel.Send(Context, messageId, message, token), "send", timeout, ct);

    public Task<Result<PaymentStatusReport?>> Ask(string messageId, TimeSpan timeout, CancellationToken ct) =>
        Guard(token => Channel.GetStatus(Context, messageId, token), "ask", timeout, ct);

    private async Task<Result<T>> Guard<T>(
        Func<CancellationToken, Task<Result<T>>> call,
        string verb,
        TimeSpan timeout,
        CancellationToken ct
    )
    {
        using var limit = new CancellationTokenSource(timeout, Clock);
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(ct, limit.Token);
        try
        {
            return await call(limited.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (!ct.IsCancellationRequested)
        {
            // Only the type: a message may carry what must not reach a history.
            return new IntegrationError(
                ErrorKind.UnknownOutcome,
                $"bank-{verb}-interrupted",
                $"The bank's answer did not come ({e.GetType().Name}). It will be asked what became of the payment."
            );
        }
    }
}
