using System.ComponentModel;
using IntegrationFunctions.Banking.Payments;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace IntegrationFunctions.Functions.Http.Payments;

internal static class EditPaymentEndpoint
{
    public static void Map(IEndpointRouteBuilder group) =>
        group
            .MapPatch("{id}", Handle)
            .RequireRoles(PaymentEndpoints.Authors)
            .Described(
                "editPayment",
                "Change a payment before it is sent",
                "Takes out lines or moves the execution date. Every change voids all approvals, and who changes can't approve. "
                    + "If-Match must carry the ETag that was read: 428 without, 412 where somebody else was faster.",
                400,
                404,
                409,
                412,
                413,
                415,
                422,
                428
            );

    private static async Task<Results<Ok<PaymentView>, ProblemHttpResult>> Handle(
        string id,
        Body body,
        [FromHeader(Name = "If-Match")] [Description("The ETag that was read.")] string? ifMatch,
        HttpContext http,
        EditPayment edit,
        CancellationToken ct
    )
    {
        _ = ifMatch;
        if (http.Request.TryIfMatch(out var version) is { } refused)
        {
            return refused;
        }
        var result = await edit.Run(
            http.Caller(),
            id,
            new PaymentEdit(body.RemoveLines, body.ExecutionDate),
            version,
            ct
        );
        return result.Answer(http.Response);
    }

    [DisplayName("PaymentEdit")]
    internal sealed record Body(
        [property: Description("lineId of lines to take out; their invoices are free again.")]
            IReadOnlyList<string>? RemoveLines = null,
        [property: Description("Today or later; absent: unchanged.")] DateOnly? ExecutionDate = null
    );
}
