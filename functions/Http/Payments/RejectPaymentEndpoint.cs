using System.ComponentModel;
using IntegrationFunctions.Banking.Payments;
using IntegrationFunctions.Identity;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IntegrationFunctions.Functions.Http.Payments;

internal static class RejectPaymentEndpoint
{
    public static void Map(IEndpointRouteBuilder group) =>
        group
            .MapPost("{id}/reject", Handle)
            .RequireRoles(PaymentEndpoints.Approvers)
            .RequireScope(Scopes.ApprovePayments)
            .Described(
                "rejectPayment",
                "Reject a payment",
                "Ends a payment that is not sent yet; its invoices are free again. A repeat changes nothing.",
                400,
                404,
                409,
                413,
                415,
                422
            );

    private static async Task<Results<Ok<PaymentView>, ProblemHttpResult>> Handle(
        string id,
        Body body,
        HttpContext http,
        RejectPayment reject,
        CancellationToken ct
    ) => (await reject.Run(http.Caller(), id, body.Reason, ct)).Answer(http.Response);

    [DisplayName("PaymentRejection")]
    internal sealed record Body([property: Description("Why, in 1 to 500 characters.")] string Reason);
}
