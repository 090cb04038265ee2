using IntegrationFunctions.Banking.Payments;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IntegrationFunctions.Functions.Http.Payments;

internal static class CancelPaymentEndpoint
{
    public static void Map(IEndpointRouteBuilder group) =>
        group
            .MapPost("{id}/cancel", Handle)
            .RequireRoles(PaymentEndpoints.Authors)
            .Described(
                "cancelPayment",
                "Cancel a payment",
                "Withdraws a payment that is not sent yet; its invoices are free again. A repeat changes nothing.",
                404,
                409
            );

    private static async Task<Results<Ok<PaymentView>, ProblemHttpResult>> Handle(
        string id,
        HttpContext http,
        CancelPayment cancel,
        CancellationToken ct
    ) => (await cancel.Run(http.Caller(), id, ct)).Answer(http.Response);
}
