using System.ComponentModel;
using IntegrationFunctions.Banking.Reconciliation;
using IntegrationFunctions.Banking.Reconciliation.Store;

namespace IntegrationFunctions.Functions.Http.Reconciliations;

/// <summary>A match as the API shows it.</summary>
internal sealed record MatchView(
    [property: Description("Give it to undoMatch.")] string Id,
    string StatementId,
    string LineId,
    string ErpIntegrationId,
    string InvoiceKey,
    string InvoiceNumber,
    string? PartnerName,
    [property: Description("The invoice's amount.")] decimal Amount,
    string Currency,
    [property: Description("The line's amount; more than the invoice's where the line pays several.")]
        decimal LineAmount,
    string LineCurrency,
    [property: Description("All invoices that the line pays.")] IReadOnlyList<string> InvoiceKeys,
    MatchMethod Method,
    string ReasonCode,
    [property: Description("What agreed, in words.")] string Reason,
    decimal Score,
    IReadOnlyList<MatchEvidence> Evidence,
    string ReconciliationId,
    DateTimeOffset MatchedAt
)
{
    public static MatchView From(MatchDocument match) =>
        new(
            match.Id,
            match.StatementId,
            match.LineId,
            match.ErpIntegrationId,
            match.InvoiceKey,
            match.InvoiceNumber,
            match.PartnerName,
            match.Amount,
            match.Currency,
            match.LineAmount,
            match.LineCurrency,
            match.InvoiceKeys,
            match.Method,
            match.ReasonCode,
            $"{string.Join(", ", match.Evidence.Select(Say))}.",
            match.Score,
            match.Evidence,
            match.ReconciliationId,
            match.MatchedAt
        );

    private static string Say(MatchEvidence evidence) =>
        evidence.Field switch
        {
            "creditorReference" => $"creditor reference {evidence.Line}",
            "endToEndId" => $"end-to-end id {evidence.Line}",
            "invoiceNumber" => $"{evidence.Invoice} in the text",
            "amount" => $"amount {evidence.Line}",
            "originalAmount" => $"original amount {evidence.Line}",
            "name" => $"name '{evidence.Line}'",
            _ => evidence.Field,
        };
}
