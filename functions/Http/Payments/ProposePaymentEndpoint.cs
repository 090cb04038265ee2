using System.ComponentModel;
using IntegrationFunctions.Banking.Payments;
using IntegrationFunctions.Platform;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace IntegrationFunctions.Functions.Http.Payments;

internal static class ProposePaymentEndpoint
{
    public static void Map(IEndpointRouteBuilder group) =>
        group
            .MapPost("", Handle)
            .RequireRoles(PaymentEndpoints.Authors)
            .Described(
                "proposePayment",
                "Propose a payment of due invoices",
                "Takes the open invoices of suppliers that are due, as last synchronised, into one payment, and says in leftOut which were not "
                    + "taken and why. An invoice is in one living payment at most. Where none can be paid: 422 nothing-to-pay, with leftOut. "
                    + "With an Idempotency-Key a repeat answers 200 with the payment that the first attempt made.",
                400,
                409,
                413,
                415,
                422
            );

    private static async Task<Results<Created<PaymentView>, Ok<PaymentView>, ProblemHttpResult>> Handle(
        Body body,
        [FromHeader(Name = "Idempotency-Key")]
        [Description("1 to 255 printable ASCII characters, such as a UUID.")]
            string? idempotencyKey,
        HttpContext http,
        ProposePayment propose,
        TimeProvider clock,
        CancellationToken ct
    )
    {
        _ = idempotencyKey;
        if (http.Request.TryIdempotencyKey(out var key) is { } refused)
        {
            return refused;
        }
        var request = new ProposalRequest(
            body.ErpIntegrationId,
            body.BankIntegrationId,
            body.DueOnOrBefore,
            body.InvoiceKeys,
            body.MaxLines,
            body.ExecutionDate
        );
        var result = await propose.Run(http.Caller(), key ?? Identifiers.New("key", clock), request, ct);
        if (!result.TryGet(out var proposal, out var error))
        {
            return error.Problem();
        }
        if (proposal.Payment is not { Payment: var payment })
        {
            return NothingToPay(proposal.LeftOut);
        }
        http.Response.SetETag(payment.Version);
        var view = PaymentView.From(payment);
        return proposal.AlreadyThere
            ? TypedResults.Ok(view)
            : TypedResults.Created($"/api/v1/payments/{payment.Id}", view);
    }

    private static ProblemHttpResult NothingToPay(IReadOnlyList<LeftOutInvoice> leftOut)
    {
        var problem = Problems.Create(
            StatusCodes.Status422UnprocessableEntity,
            "nothing-to-pay",
            leftOut.Count == 0
                ? "No open invoice of a supplier is due by that day. Synchronise, or choose a later day."
                : "None of the invoices can be paid; leftOut says why."
        );
        problem.ProblemDetails.Extensions["leftOut"] = leftOut;
        return problem;
    }

    [DisplayName("PaymentProposal")]
    internal sealed record Body(
        [property: Description("The integration that the invoices are in.")] string ErpIntegrationId,
        [property: Description("The integration with the bank to pay from.")] string BankIntegrationId,
        [property: Description("Pays invoices due by this day.")] DateOnly DueOnOrBefore,
        [property: Description("Only these invoices, 1 to 500 keys; absent: all that are due.")]
            IReadOnlyList<string>? InvoiceKeys = null,
        [property: Description("1 to 500; absent: 100.")] int? MaxLines = null,
        [property: Description("Today or later; absent: the next workday, today included.")]
            DateOnly? ExecutionDate = null
    );
}
