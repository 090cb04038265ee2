using System.Text.Json.Serialization;
using IntegrationFunctions.Banking.Statements;
using IntegrationFunctions.Banking.Statements.Store;

namespace IntegrationFunctions.Banking.Reconciliation.Store;

/// <summary>A stored match of one invoice. A collective payment has one for each invoice, made and undone together.</summary>
/// <param name="Id"><c>{erpIntegrationId}:{invoiceKey}</c>: that there can be but one is what keeps an invoice from being paid twice.</param>
/// <param name="ErpIntegrationId">Whose invoice it is.</param>
/// <param name="InvoiceKey">Its key there.</param>
/// <param name="InvoiceNumber">Its number.</param>
/// <param name="PartnerName">Name of the partner, or null.</param>
/// <param name="Amount">The invoice's amount, positive.</param>
/// <param name="Currency">ISO 4217.</param>
/// <param name="StatementId">The statement...</param>
/// <param name="LineId">...and the line that pays it.</param>
/// <param name="ReconciliationId">The reconciliation that found it.</param>
/// <param name="LineAmount">The line's amount, positive.</param>
/// <param name="LineCurrency">ISO 4217.</param>
/// <param name="InvoiceKeys">All invoices that the line pays.</param>
/// <param name="Method">The step of the cascade.</param>
/// <param name="ReasonCode">See <see cref="ReasonCodes"/>.</param>
/// <param name="Score">0 to 1.</param>
/// <param name="Evidence">What agreed, about this invoice and about all.</param>
/// <param name="MatchedAt">When.</param>
public sealed record MatchDocument(
    string Id,
    string ErpIntegrationId,
    string InvoiceKey,
    string InvoiceNumber,
    string? PartnerName,
    decimal Amount,
    string Currency,
    string StatementId,
    string LineId,
    string ReconciliationId,
    decimal LineAmount,
    string LineCurrency,
    IReadOnlyList<string> InvoiceKeys,
    MatchMethod Method,
    string ReasonCode,
    decimal Score,
    IReadOnlyList<MatchEvidence> Evidence,
    DateTimeOffset MatchedAt
)
{
    /// <summary>Tells it from the line's side, which lives in the same collection so that both are written in one batch.</summary>
    public string Kind { get; init; } = MatchIds.InvoiceSide;

    /// <summary>Version of this shape.</summary>
    public int SchemaVersion { get; init; } = 1;
}

/// <summary>The line's side of a match: a line pays once, whichever ERP's invoices.</summary>
internal sealed record LineClaim(
    string Id,
    string StatementId,
    string LineId,
    string ErpIntegrationId,
    string ReconciliationId,
    IReadOnlyList<string> MatchIds,
    IReadOnlyList<string> InvoiceKeys
)
{
    public string Kind { get; init; } = Store.MatchIds.LineSide;

    public int SchemaVersion { get; init; } = 1;
}

/// <summary>A stored open line: what <see cref="OpenLine"/> says, with the line's telling fields.</summary>
/// <param name="Id">Id of the line.</param>
/// <param name="Amount">Positive.</param>
/// <param name="Currency">ISO 4217.</param>
/// <param name="Direction">Which way the money went.</param>
/// <param name="BookedOn">Booking date, or null.</param>
/// <param name="CounterpartyName">Or null.</param>
/// <param name="ReasonCode">See <see cref="ReasonCodes"/>.</param>
/// <param name="Message">One sentence for a person.</param>
/// <param name="Candidates">Invoices that come into question.</param>
/// <param name="CandidateCount">How many there are in all.</param>
public sealed record OpenLineDocument(
    string Id,
    decimal Amount,
    string Currency,
    [property: JsonConverter(typeof(CamelCaseEnum<Direction>))] Direction Direction,
    DateOnly? BookedOn,
    string? CounterpartyName,
    string ReasonCode,
    string Message,
    IReadOnlyList<MatchCandidate> Candidates,
    int CandidateCount
)
{
    /// <summary>Version of this shape.</summary>
    public int SchemaVersion { get; init; } = 1;

    internal static OpenLineDocument From(OpenLine open) =>
        new(
            open.Line.Id,
            open.Line.Amount,
            open.Line.Currency,
            open.Line.Direction,
            open.Line.BookedOn,
            open.Line.Counterparty?.Name is { Length: > 140 } name ? name[..140] : open.Line.Counterparty?.Name,
            open.ReasonCode,
            open.Message,
            open.Candidates,
            open.CandidateCount
        );
}

/// <summary>A match that a person took back.</summary>
/// <param name="Id"><c>und_...</c>, made from line and invoices.</param>
/// <param name="LineId">The line.</param>
/// <param name="ErpIntegrationId">Whose invoices.</param>
/// <param name="InvoiceKeys">All that the line had paid.</param>
/// <param name="ReconciliationId">The reconciliation that had found it.</param>
/// <param name="UndoneBy">Who.</param>
/// <param name="UndoneAt">When.</param>
public sealed record UndoneMatch(
    string Id,
    string LineId,
    string ErpIntegrationId,
    IReadOnlyList<string> InvoiceKeys,
    string ReconciliationId,
    string UndoneBy,
    DateTimeOffset UndoneAt
)
{
    /// <summary>Version of this shape.</summary>
    public int SchemaVersion { get; init; } = 1;
}
