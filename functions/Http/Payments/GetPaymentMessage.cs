using IntegrationFunctions.Banking.Payments;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IntegrationFunctions.Functions.Http.Payments;

internal static class GetPaymentMessage
{
    public static void Map(IEndpointRouteBuilder group) =>
        group
            .MapGet("{id}/message", Handle)
            .RequireAnyRole()
            .Produces(StatusCodes.Status200OK, contentType: "application/xml")
            .Described(
                "getPaymentMessage",
                "Read the message to the bank",
                "The pain.001.001.09 in the very bytes that the bank gets. It is written once the payment is approved; 404 message-not-found before.",
                404
            );

    private static async Task<Results<FileContentHttpResult, ProblemHttpResult>> Handle(
        string id,
        HttpContext http,
        PaymentDocuments payments,
        CancellationToken ct
    )
    {
        var tenant = http.Caller().TenantId;
        if (await payments.Get(tenant, id, ct) is not { Payment: var payment })
        {
            return Problems.NotFound("payment", id);
        }
        var message = await payments.GetMessage(tenant, id, payment.ContentHash, ct);
        return message is { Bytes.Length: > 0 }
            ? TypedResults.Bytes(message.Bytes, "application/xml; charset=utf-8", $"{payment.MessageId}.xml")
            : Problems.Create(
                StatusCodes.Status404NotFound,
                "message-not-found",
                $"No message was written for payment '{id}' as it stands; that happens once it is approved."
            );
    }
}
