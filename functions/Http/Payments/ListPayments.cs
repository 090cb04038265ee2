using IntegrationFunctions.Banking.Payments;
using IntegrationFunctions.Functions.Http.Lists;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IntegrationFunctions.Functions.Http.Payments;

internal static class ListPayments
{
    private static readonly ListRules<PaymentSummary> Rules = new ListRules<PaymentSummary>()
        .Filter("status", "Only payments that stand there.", payment => payment.Status)
        .Filter("currency", "Only payments in this currency (ISO 4217).", payment => payment.Currency)
        .Filter("createdBy", "Only payments of this user.", payment => payment.CreatedBy)
        .Range("createdAt", payment => payment.CreatedAt)
        .Sort("createdAt", "enteredAt", descendingByDefault: true)
        .Sort("executionDate", "executionDate");

    public static void Map(IEndpointRouteBuilder group) =>
        group
            .MapGet("", Handle)
            .RequireAnyRole()
            .Lists(Rules)
            .Described(
                "listPayments",
                "List payments",
                "Newest first, by pages of limit (1 to 200, 50 where absent). Give 'next' back as cursor until it is null.",
                400
            );

    private static Task<Results<Ok<Page<PaymentSummary>>, ProblemHttpResult>> Handle(
        int? limit,
        string? cursor,
        HttpContext http,
        PaymentDocuments payments,
        CancellationToken ct
    ) =>
        Rules.Run(
            http.Request,
            limit,
            cursor,
            async page =>
            {
                PaymentStage? status = page.Only("status") is { } text
                    ? Enum.Parse<PaymentStage>(text, ignoreCase: true)
                    : null;
                var found = await payments.List(http.Caller().TenantId, status, page.Size, page.After, page.Order, ct);
                return new([.. found.Payments.Select(p => PaymentSummary.From(p.Payment))], found.Next);
            }
        );
}
