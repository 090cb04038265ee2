using System.Security.Cryptography;
using IntegrationFunctions.Sandbox.Worlds;
using Microsoft.AspNetCore.Http;

namespace IntegrationFunctions.Sandbox.Bank;

/// <summary>POST payments: reads, checks and stores a message before it answers; the same message again is never executed twice.</summary>
internal static class PaymentIntake
{
    public static async Task<IResult> Handle(string world, HttpRequest request, WorldRegistry worlds, TimeProvider time)
    {
        if (request.ContentType?.Split(';')[0].Trim() is not ("application/xml" or "text/xml"))
        {
            return BankApi.Refuse(415, "Wrong content type", "Send the pain.001 message as application/xml.");
        }
        using var buffer = new MemoryStream();
        await request.Body.CopyToAsync(buffer, request.HttpContext.RequestAborted);
        var body = buffer.ToArray();
        var found = worlds.Find(world)!;
        var now = time.GetUtcNow();
        var (message, unreadable) = CreditTransferReader.Read(
            body,
            Convert.ToHexStringLower(SHA256.HashData(body)),
            found.Account,
            now
        );
        if (message is null)
        {
            return BankApi.Refuse(400, "Unreadable message", unreadable!);
        }
        lock (found.Gate)
        {
            if (!found.Payments.TryGetValue(message.MessageId, out var earlier))
            {
                found.Save(message, body);
                return Receipt(message, now, StatusCodes.Status202Accepted);
            }
            found.CountDuplicatePayment();
            return earlier.Sha256 == message.Sha256
                ? Receipt(earlier, now, StatusCodes.Status200OK)
                : BankApi.Refuse(
                    409,
                    "Message id used before",
                    $"A different message with the id '{message.MessageId}' was received before; this one is not executed."
                );
        }
    }

    private static IResult Receipt(PaymentMessage message, DateTimeOffset now, int status) =>
        Results.Json(
            new PaymentReceipt(message.MessageId, StatusReport.StatusOf(message, now)),
            BankJson.Default.PaymentReceipt,
            statusCode: status
        );
}
