using System.Text.Json;
using IntegrationFunctions.Connectors.Sync;
using IntegrationFunctions.Mapping.Models;
using IntegrationFunctions.Platform.BankNumbers;

namespace IntegrationFunctions.Banking.Payments;

/// <summary>An invoice that can be paid, with the line that pays it.</summary>
internal sealed record PayableInvoice(Invoice Invoice, PaymentLine Line);

/// <summary>Goes through the synchronised invoices and tells those that can be paid from those that can't, and why.</summary>
internal sealed class PayableInvoices(
    ISyncedRecords records,
    string tenantId,
    ProposalRequest request,
    string paymentId
)
{
    private readonly Dictionary<string, BusinessPartner?> _partners = [];
    private readonly List<LeftOutInvoice> _leftOut = [];

    public IReadOnlyList<LeftOutInvoice> LeftOut => _leftOut;

    /// <summary>Those that can be paid, by due date. <paramref name="companyCode"/> null: that of the invoice due first.</summary>
    public async Task<(string? CompanyCode, IReadOnlyList<PayableInvoice> Payable)> Select(
        string? companyCode,
        CancellationToken ct
    )
    {
        List<Invoice> due = [];
        await foreach (var invoice in Candidates(ct).ConfigureAwait(false))
        {
            if (invoice.Kind == InvoiceKind.Payable && invoice.DueOn <= request.DueOnOrBefore)
            {
                due.Add(invoice);
            }
            else if (request.InvoiceKeys is not null)
            {
                LeaveOut(
                    invoice,
                    invoice.Kind == InvoiceKind.Payable ? "not-due" : "not-payable",
                    invoice.Kind == InvoiceKind.Payable
                        ? $"It is due on {invoice.DueOn:yyyy-MM-dd}, after {request.DueOnOrBefore:yyyy-MM-dd}."
                        : "A customer owes it; only invoices of suppliers are paid."
                );
            }
        }
        due.Sort((a, b) => (a.DueOn, a.Id).CompareTo((b.DueOn, b.Id)));
        companyCode ??= due.FirstOrDefault()?.CompanyCode;
        List<PayableInvoice> payable = [];
        foreach (var invoice in due)
        {
            if (await LineOf(invoice, companyCode!, ct).ConfigureAwait(false) is { } line)
            {
                payable.Add(new(invoice, line));
            }
        }
        return (companyCode, payable);
    }

    public void LeaveOut(Invoice invoice, string code, string reason) =>
        _leftOut.Add(new(invoice.Id, invoice.Number, code, reason));

    private async IAsyncEnumerable<Invoice> Candidates(
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct
    )
    {
        if (request.InvoiceKeys is null)
        {
            await foreach (
                var record in records.List(tenantId, request.ErpIntegrationId, "invoices", ct).ConfigureAwait(false)
            )
            {
                yield return Read(record);
            }
            yield break;
        }
        foreach (var key in request.InvoiceKeys.Distinct(StringComparer.Ordinal))
        {
            var record = await records
                .Get(tenantId, request.ErpIntegrationId, "invoices", key, ct)
                .ConfigureAwait(false);
            if (record is not null)
            {
                yield return Read(record);
            }
            else
            {
                _leftOut.Add(new(key, null, "invoice-unknown", "No open invoice of that key has been synchronised."));
            }
        }
    }

    private async Task<PaymentLine?> LineOf(Invoice invoice, string companyCode, CancellationToken ct)
    {
        if (invoice.CompanyCode != companyCode)
        {
            LeaveOut(
                invoice,
                "other-company",
                $"It belongs to company code {invoice.CompanyCode}; this payment is of {companyCode}."
            );
            return null;
        }
        if (invoice.Currency != ProposePayment.Currency)
        {
            LeaveOut(invoice, "currency", $"It is in {invoice.Currency}; SEPA pays EUR only.");
            return null;
        }
        if (
            invoice.Amount <= 0
            || invoice.Amount != decimal.Round(invoice.Amount, 2)
            || invoice.Amount > 999_999_999.99m
        )
        {
            LeaveOut(
                invoice,
                "amount",
                "Its amount can't be paid by SEPA: more than zero, at most 999,999,999.99, two decimals."
            );
            return null;
        }
        if (await Partner(invoice.PartnerId, ct).ConfigureAwait(false) is not { } partner)
        {
            LeaveOut(invoice, "partner-unknown", $"Supplier {invoice.PartnerId} has not been synchronised.");
            return null;
        }
        if (partner.Blocked)
        {
            LeaveOut(invoice, "partner-blocked", $"Supplier {partner.Id} ({partner.Name}) is blocked in the ERP.");
            return null;
        }
        if (partner.BankAccounts.FirstOrDefault(a => Iban.IsValid(a.Iban)) is not { } account)
        {
            LeaveOut(
                invoice,
                "no-valid-iban",
                $"Supplier {partner.Id} ({partner.Name}) has no bank account with a valid IBAN in the ERP."
            );
            return null;
        }
        var name = SepaText.Clean(account.Holder is { Length: > 0 } holder ? holder : partner.Name, 70);
        if (name.Length == 0)
        {
            LeaveOut(
                invoice,
                "no-name",
                $"Supplier {partner.Id} has no name that can be written in SEPA's characters."
            );
            return null;
        }
        return Line(invoice, new(name, Iban.Normalize(account.Iban), Bic(account.Bic)));
    }

    private PaymentLine Line(Invoice invoice, PaymentParty creditor)
    {
        var endToEndId = PaymentIdentifiers.EndToEnd(paymentId, invoice.Id);
        var structured = CreditorReference.IsValid(invoice.PaymentReference);
        var text = string.IsNullOrWhiteSpace(invoice.PaymentReference)
            ? invoice.Number
            : $"{invoice.Number} {invoice.PaymentReference}";
        return new(
            $"line_{endToEndId[..12]}",
            invoice.Id,
            invoice.Number,
            invoice.PartnerId,
            creditor,
            invoice.Amount,
            endToEndId,
            structured ? null
                : SepaText.Clean(text, 140) is { Length: > 0 } clean ? clean
                : endToEndId,
            structured ? Iban.Normalize(invoice.PaymentReference!) : null
        );
    }

    // Inside SEPA the IBAN suffices; a BIC that isn't one would have the whole message refused.
    private static string? Bic(string? bic) =>
        bic?.Trim().ToUpperInvariant() is { Length: 8 or 11 } b
        && b[..6].All(char.IsAsciiLetterUpper)
        && b[6..].All(c => char.IsAsciiLetterUpper(c) || char.IsAsciiDigit(c))
            ? b
            : null;

    private async Task<BusinessPartner?> Partner(string id, CancellationToken ct)
    {
        if (!_partners.TryGetValue(id, out var partner))
        {
            var record = await records
                .Get(tenantId, request.ErpIntegrationId, "businessPartners", id, ct)
                .ConfigureAwait(false);
            partner = record?.Canonical.Deserialize(ModelJson.Default.BusinessPartner);
            _partners.Add(id, partner);
        }
        return partner;
    }

    private static Invoice Read(SyncedRecord record) =>
        record.Canonical.Deserialize(ModelJson.Default.Invoice)
        ?? throw new JsonException($"The synchronised invoice {record.Key} holds null.");
}
