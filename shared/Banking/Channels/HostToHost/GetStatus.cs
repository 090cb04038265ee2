using System.Net;
using System.Text.Json.Nodes;
using IntegrationFunctions.Banking.Payments;
using IntegrationFunctions.Platform.Results;

namespace IntegrationFunctions.Banking.Channels.HostToHost;

/// <summary>Asks for the status report of a message.</summary>
internal static class GetStatus
{
    public static async Task<Result<PaymentStatusReport?>> Run(
        HostToHostClient client,
        IPaymentMessages messages,
        string messageId,
        CancellationToken ct
    )
    {
        var address = client.Address($"payments/{Uri.EscapeDataString(messageId)}/status");
        if (!(await client.Get(address, "application/xml", ct)).TryGet(out var response, out var error))
        {
            return error;
        }
        if (response.Status == HttpStatusCode.NotFound)
        {
            return await NeverReceived(client, ct);
        }
        if (!response.IsSuccess)
        {
            return BankErrors.From(response);
        }
        try
        {
            var report = messages.ReadStatus(response.Body);
            // "Not received" lets a payment be sent again: another message's report must not be taken for this one's.
            return report.OriginalMessageId == messageId
                ? report
                : BankErrors.Unexpected(response, $"a report on another message ({report.OriginalMessageId})");
        }
        catch (FormatException e)
        {
            return BankErrors.Unexpected(response, $"something that is no pain.002: {e.Message}");
        }
    }

    // "Never received" lets a payment be sent again, and a proxy or a wrong address says 404 too: only a bank that answers may say it.
    private static async Task<Result<PaymentStatusReport?>> NeverReceived(HostToHostClient client, CancellationToken ct)
    {
        if (
            !(await client.Get(client.Address("accounts"), "application/json", ct)).TryGet(
                out var response,
                out var error
            )
        )
        {
            return error;
        }
        return !response.IsSuccess ? BankErrors.From(response)
            : BankErrors.Json(response) is JsonArray ? (PaymentStatusReport?)null
            : BankErrors.Unexpected(response, "something that is no list of accounts");
    }
}
