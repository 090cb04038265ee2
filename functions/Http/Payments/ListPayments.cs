using System.ComponentModel;
using IntegrationFunctions.Banking.Payments;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IntegrationFunctions.Functions.Http.Payments;

internal static class ListPayments
{
    public static void Map(IEndpointRouteBuilder group) =>
        group
            .MapGet("", Handle)
            .RequireAnyRole()
            .Described(
                "listPayments",
                "List payments",
                "Newest first, by pages of limit (1 to 200, 50 where absent). Give 'next' back as cursor until it is null.",
                400
            );

    private static async Task<Results<Ok<Page<PaymentSummary>>, ProblemHttpResult>> Handle(
        [Description("Only payments that stand there, such as proposed.")] string? status,
        int? limit,
        string? cursor,
        HttpContext http,
        PaymentDocuments payments,
        CancellationToken ct
    )
    {
        PaymentStage? stage = null;
        if (!string.IsNullOrEmpty(status))
        {
            if (
                !status.All(char.IsAsciiLetter)
                || !Enum.TryParse<PaymentStage>(status, ignoreCase: true, out var parsed)
            )
            {
                var known = string.Join(", ", Enum.GetNames<PaymentStage>().Select(n => n.ToLowerInvariant()));
                return Problems.Create(
                    StatusCodes.Status400BadRequest,
                    "parameter-invalid",
                    $"status must be one of: {known}."
                );
            }
            stage = parsed;
        }
        return await Paging.Run(
            limit,
            cursor,
            async (size, after) =>
            {
                var page = await payments.List(http.Caller().TenantId, stage, size, after, ct);
                return new Page<PaymentSummary>(
                    [.. page.Payments.Select(p => PaymentSummary.From(p.Payment))],
                    page.Next
                );
            }
        );
    }
}
