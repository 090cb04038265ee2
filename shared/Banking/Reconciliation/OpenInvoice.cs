using IntegrationFunctions.Mapping.Models;

namespace IntegrationFunctions.Banking.Reconciliation;

/// <summary>An invoice that may be paid by a line.</summary>
/// <param name="Key">Its key among the invoices of one ERP integration; unique.</param>
/// <param name="Invoice">The invoice; one with an amount of zero or less is never matched.</param>
public sealed record OpenInvoice(string Key, Invoice Invoice);
