using System.Security.Cryptography;
using IntegrationFunctions.Banking.Payments;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IntegrationFunctions.Functions.Http.Payments;

internal static class GetPaymentProof
{
    public static void Map(IEndpointRouteBuilder group) =>
        group
            .MapGet("{id}/proof", Handle)
            .RequireAnyRole()
            .Described(
                "getPaymentProof",
                "Prove a payment",
                "All figures from proposal to posting: content and its hash computed anew, approvals, the message and what the standard has "
                    + "against it, the bank's word, the ERP's document. proven is true only where every check holds.",
                404
            );

    private static async Task<Results<Ok<PaymentProof>, ProblemHttpResult>> Handle(
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
        var sha256 = message is null ? null : Convert.ToHexStringLower(SHA256.HashData(message.Bytes));
        return TypedResults.Ok(PaymentProof.Of(payment, message, sha256));
    }
}
