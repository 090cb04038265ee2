using System.Text.Json.Serialization;

namespace IntegrationFunctions.Mapping.Models;

/// <summary>Whether the invoice is owed to us or by us.</summary>
public enum InvoiceKind
{
    /// <summary>A customer owes it.</summary>
    [JsonStringEnumMemberName("receivable")]
    Receivable,

    /// <summary>We owe it to a supplier.</summary>
    [JsonStringEnumMemberName("payable")]
    Payable,
}

/// <summary>An open invoice, in the canonical model (object <c>invoices</c>).</summary>
/// <param name="Id">Key at the source.</param>
/// <param name="Kind">Receivable or payable.</param>
/// <param name="Number">Number that both parties know it by (ours for a receivable, the supplier's for a payable).</param>
/// <param name="PartnerId">Key of the business partner.</param>
/// <param name="PartnerName">Name of the business partner, where the source gives it with the invoice.</param>
/// <param name="CompanyCode">Legal entity in the ERP.</param>
/// <param name="Amount">What is open; positive.</param>
/// <param name="Currency">ISO 4217.</param>
/// <param name="IssuedOn">Document date.</param>
/// <param name="DueOn">Net due date.</param>
/// <param name="PaymentReference">Structured reference (ISO 11649 or national) that the payer should give.</param>
public sealed record Invoice(
    string Id,
    InvoiceKind Kind,
    string Number,
    string PartnerId,
    string? PartnerName,
    string CompanyCode,
    decimal Amount,
    string Currency,
    DateOnly? IssuedOn,
    DateOnly DueOn,
    string? PaymentReference
);
