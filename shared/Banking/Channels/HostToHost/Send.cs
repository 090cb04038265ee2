using System.Net;
using System.Text.Json.Nodes;
using IntegrationFunctions.Platform.Results;

namespace IntegrationFunctions.Banking.Channels.HostToHost;

/// <summary>Hands over a payment message. Whatever leaves it open whether the bank has it is <see cref="ErrorKind.UnknownOutcome"/>.</summary>
internal static class Send
{
    public static async Task<Result<PaymentReceipt>> Run(
        HostToHostClient client,
        string messageId,
        ReadOnlyMemory<byte> message,
        CancellationToken ct
    )
    {
        var sent = await client.Post(client.Address("payments"), message, ct);
        if (!sent.TryGet(out var response, out var error))
        {
            return error;
        }
        return response.Status switch
        {
            HttpStatusCode.OK or HttpStatusCode.Accepted => Receipt(response, messageId),
            HttpStatusCode.Conflict => new IntegrationError(
                ErrorKind.Permanent,
                "bank-duplicate-message",
                $"{response.Place} has had another message with the identification {messageId}. A message that differs needs one of its own."
            ),
            HttpStatusCode.BadRequest or HttpStatusCode.UnprocessableEntity => new IntegrationError(
                ErrorKind.Validation,
                "bank-message-refused",
                $"{response.Place} can't read the payment message{BankErrors.Said(response)}."
            ),
            // The bank, or something before it, failed after it had the message.
            HttpStatusCode.RequestTimeout or >= HttpStatusCode.InternalServerError => Unknown(response, messageId),
            _ when response.IsSuccess => Unknown(response, messageId),
            _ => BankErrors.From(response),
        };
    }

    private static Result<PaymentReceipt> Receipt(BankResponse response, string messageId) =>
        BankErrors.Json(response) is JsonObject json
        && json["status"] is JsonValue value
        && value.TryGetValue<string>(out var status)
        && (json["messageId"] is not JsonValue id || id.ToString() == messageId)
            ? new PaymentReceipt(status)
            : Unknown(response, messageId);

    private static IntegrationError Unknown(BankResponse response, string messageId) =>
        new(
            ErrorKind.UnknownOutcome,
            "outcome-unknown",
            $"{response.Place} answered message {messageId} with status {(int)response.Status} and no receipt; whether it was taken must be asked before it is sent again."
        );
}
