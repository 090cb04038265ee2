using System.ComponentModel;
using IntegrationFunctions.Banking.Payments;
using IntegrationFunctions.Identity;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IntegrationFunctions.Functions.Http.Payments;

internal static class ApprovePaymentEndpoint
{
    public static void Map(IEndpointRouteBuilder group) =>
        group
            .MapPost("{id}/approve", Handle)
            .RequireRoles(PaymentEndpoints.Approvers)
            .RequireScope(Scopes.ApprovePayments)
            .Described(
                "approvePayment",
                "Approve a payment",
                "Approves exactly the content whose hash is given: 409 payment-changed where it is another by now. Two different approvers are "
                    + "needed, and nobody approves what he entered or edited (403 four-eyes). A repeat changes nothing.",
                400,
                404,
                409,
                413,
                415
            );

    private static async Task<Results<Ok<PaymentView>, ProblemHttpResult>> Handle(
        string id,
        Body body,
        HttpContext http,
        ApprovePayment approve,
        CancellationToken ct
    ) => (await approve.Run(http.Caller(), id, body.ContentHash, ct)).Answer(http.Response);

    [DisplayName("NewApproval")]
    internal sealed record Body(
        [property: Description("contentHash of the payment as the approver saw it.")] string ContentHash
    );
}
