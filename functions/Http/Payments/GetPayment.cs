using IntegrationFunctions.Banking.Payments;
using IntegrationFunctions.Functions.Http.Integrations;
using IntegrationFunctions.Functions.Http.Shaping;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IntegrationFunctions.Functions.Http.Payments;

internal static class GetPayment
{
    public static void Map(IEndpointRouteBuilder group) =>
        group
            .MapGet("{id}", Handle)
            .RequireAnyRole()
            .Expands(
                IntegrationEndpoints.Expansion("erpIntegration", "erpIntegrationId"),
                IntegrationEndpoints.Expansion("bankIntegration", "bankIntegrationId")
            )
            .Described("getPayment", "Read a payment", "The answer's ETag goes into If-Match of a change.", 404);

    private static async Task<Results<Ok<PaymentView>, ProblemHttpResult>> Handle(
        string id,
        HttpContext http,
        PaymentDocuments payments,
        CancellationToken ct
    )
    {
        if (await payments.Get(http.Caller().TenantId, id, ct) is not { Payment: var payment })
        {
            return Problems.NotFound("payment", id);
        }
        http.Response.SetETag(payment.Version);
        return TypedResults.Ok(PaymentView.From(payment));
    }
}
