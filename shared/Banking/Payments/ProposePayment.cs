using IntegrationFunctions.Banking.Channels;
using IntegrationFunctions.Connectors;
using IntegrationFunctions.Connectors.Integrations;
using IntegrationFunctions.Connectors.Sync;
using IntegrationFunctions.Identity;
using IntegrationFunctions.Platform.Results;

namespace IntegrationFunctions.Banking.Payments;

/// <summary>Makes a payment from invoices that are due. A repeat with the same key completes what a killed attempt began, and pays nothing twice.</summary>
public sealed class ProposePayment(
    PaymentDocuments payments,
    PaymentClaims claims,
    ISyncedRecords records,
    IConnections connections,
    TimeProvider clock
)
{
    /// <summary>The currency of SEPA credit transfers (ISO 4217).</summary>
    public const string Currency = "EUR";

    private const int DefaultLines = 100;
    private const int MaxLeftOut = 1_000;

    /// <summary>
    /// Proposes. Errors: <c>role-required</c>; validation of the request's fields; <c>idempotency-key-reused</c>; <c>payment-abandoned</c>;
    /// those of opening the integrations.
    /// </summary>
    public async Task<Result<Proposal>> Run(
        Caller caller,
        string idempotencyKey,
        ProposalRequest request,
        CancellationToken ct = default
    )
    {
        if (!caller.Is(Role.Accountant, Role.Owner))
        {
            return PaymentErrors.Role("propose", "accountants and owners");
        }
        if (Check(request) is { } invalid)
        {
            return invalid;
        }
        var paymentId = PaymentIdentifiers.Payment(caller.TenantId, caller.UserId, idempotencyKey);
        if (await Existing(caller.TenantId, paymentId, request, ct).ConfigureAwait(false) is { } existing)
        {
            return existing;
        }
        if (
            !(await OpenDebtor(caller, request, paymentId, ct).ConfigureAwait(false)).TryGet(
                out var debtor,
                out var error
            )
        )
        {
            return error;
        }
        if (!(await OpenErp(caller, request, paymentId, ct).ConfigureAwait(false)).TryGet(out var erp, out error))
        {
            return error;
        }
        var invoices = new PayableInvoices(records, caller.TenantId, request, paymentId);
        var (companyCode, payable) = await invoices.Select(erp.CompanyCode, ct).ConfigureAwait(false);
        var lines = await Claim(caller.TenantId, paymentId, request, payable, invoices, ct).ConfigureAwait(false);
        if (lines.Count == 0)
        {
            return new Proposal(null, Cap(invoices.LeftOut), AlreadyThere: false);
        }
        var payment = Build(caller, paymentId, request, debtor, companyCode!, lines, Cap(invoices.LeftOut));
        return await payments.Create(caller.TenantId, payment, tell: true, ct).ConfigureAwait(false)
            ? new Proposal(
                await payments.Get(caller.TenantId, paymentId, ct).ConfigureAwait(false),
                payment.LeftOut,
                AlreadyThere: false
            )
            : (await Existing(caller.TenantId, paymentId, request, ct).ConfigureAwait(false))!.Value;
    }

    private IntegrationError? Check(ProposalRequest request)
    {
        var today = Today();
        return string.IsNullOrWhiteSpace(request.ErpIntegrationId)
                ? PaymentErrors.Invalid(
                    "required",
                    "Say which ERP integration the invoices are in.",
                    "/erpIntegrationId"
                )
            : string.IsNullOrWhiteSpace(request.BankIntegrationId)
                ? PaymentErrors.Invalid("required", "Say which bank integration to pay from.", "/bankIntegrationId")
            : request.DueOnOrBefore == default
                ? PaymentErrors.Invalid(
                    "required",
                    "Say by which day the invoices are due, such as 2026-03-31.",
                    "/dueOnOrBefore"
                )
            : request.MaxLines is < 1 or > ProposalRequest.LineLimit
                ? PaymentErrors.Invalid(
                    "out-of-range",
                    $"maxLines is {request.MaxLines}; it must be 1 to {ProposalRequest.LineLimit}.",
                    "/maxLines"
                )
            : request.InvoiceKeys is { Count: 0 or > ProposalRequest.LineLimit }
                ? PaymentErrors.Invalid(
                    "out-of-range",
                    $"invoiceKeys must name 1 to {ProposalRequest.LineLimit} invoices, or be left out.",
                    "/invoiceKeys"
                )
            : request.InvoiceKeys?.Any(k => !IsKey(k)) == true
                ? PaymentErrors.Invalid(
                    "invalid-key",
                    "An invoice key has 1 to 255 characters, none of / \\ ? #.",
                    "/invoiceKeys"
                )
            : request.ExecutionDate < today
                ? PaymentErrors.Invalid(
                    "in-the-past",
                    $"executionDate is {request.ExecutionDate:yyyy-MM-dd}; it must be {today:yyyy-MM-dd} (today, UTC) or later.",
                    "/executionDate"
                )
            : null;
    }

    private static bool IsKey(string? key) =>
        key is { Length: > 0 and <= 255 } && !key.AsSpan().ContainsAny("/\\?#") && !key.Any(char.IsControl);

    private async Task<Result<Proposal>?> Existing(
        string tenantId,
        string paymentId,
        ProposalRequest request,
        CancellationToken ct
    )
    {
        if (await payments.Get(tenantId, paymentId, ct).ConfigureAwait(false) is not { } stored)
        {
            return null;
        }
        if (stored.Payment.RequestHash.Length == 0)
        {
            return new IntegrationError(
                ErrorKind.Permanent,
                "payment-abandoned",
                "An earlier request with this key was cut off and given up. Nothing was paid; repeat it with a new Idempotency-Key."
            );
        }
        return stored.Payment.RequestHash == request.Hash()
            ? new Proposal(stored, stored.Payment.LeftOut, AlreadyThere: true)
            : new IntegrationError(
                ErrorKind.Permanent,
                "idempotency-key-reused",
                "This Idempotency-Key was used for another proposal. Use a new key for a new proposal."
            );
    }

    private async Task<Result<DebtorAccount>> OpenDebtor(
        Caller caller,
        ProposalRequest request,
        string paymentId,
        CancellationToken ct
    )
    {
        var opened = await connections
            .Open(caller.TenantId, request.BankIntegrationId, paymentId, ct)
            .ConfigureAwait(false);
        if (!opened.TryGet(out var bank, out var error))
        {
            return error with { Pointer = "/bankIntegrationId" };
        }
        return bank.Connector is IBankChannel
            ? DebtorAccount.Read(bank.Context.Settings)
            : PaymentErrors.Invalid(
                "not-a-bank",
                $"Integration '{request.BankIntegrationId}' ({bank.Connector.Descriptor.Title}) can't carry payments. Name a bank integration.",
                "/bankIntegrationId"
            );
    }

    private sealed record Erp(string? CompanyCode);

    private async Task<Result<Erp>> OpenErp(
        Caller caller,
        ProposalRequest request,
        string paymentId,
        CancellationToken ct
    )
    {
        var opened = await connections
            .Open(caller.TenantId, request.ErpIntegrationId, paymentId, ct)
            .ConfigureAwait(false);
        if (!opened.TryGet(out var erp, out var error))
        {
            return error with { Pointer = "/erpIntegrationId" };
        }
        if (!erp.Connector.Descriptor.Objects.Any(o => o.Capabilities.HasFlag(ConnectorCapabilities.Post)))
        {
            return PaymentErrors.Invalid(
                "not-an-erp",
                $"Integration '{request.ErpIntegrationId}' ({erp.Connector.Descriptor.Title}) can't take postings, so a payment could never be booked. Name an ERP integration.",
                "/erpIntegrationId"
            );
        }
        var code = erp.Context.Settings["companyCode"];
        return new Erp(code?.GetValueKind() == System.Text.Json.JsonValueKind.String ? code.GetValue<string>() : null);
    }

    private async Task<List<PaymentLine>> Claim(
        string tenantId,
        string paymentId,
        ProposalRequest request,
        IReadOnlyList<PayableInvoice> payable,
        PayableInvoices invoices,
        CancellationToken ct
    )
    {
        var wanted = request.MaxLines ?? DefaultLines;
        List<PaymentLine> lines = [];
        var next = 0;
        while (lines.Count < wanted && next < payable.Count)
        {
            var round = payable.Skip(next).Take(wanted - lines.Count).ToList();
            next += round.Count;
            var held = await claims
                .Take(tenantId, paymentId, request.ErpIntegrationId, [.. round.Select(p => p.Invoice.Id)], ct)
                .ConfigureAwait(false);
            foreach (var (invoice, line) in round)
            {
                if (held.TryGetValue(invoice.Id, out var holder))
                {
                    invoices.LeaveOut(invoice, "in-another-payment", $"Payment {holder} pays it already.");
                }
                else
                {
                    lines.Add(line);
                }
            }
        }
        foreach (var (invoice, _) in payable.Skip(next))
        {
            invoices.LeaveOut(
                invoice,
                "over-limit",
                $"The payment has its {wanted} lines; propose another for the rest."
            );
        }
        return lines;
    }

    private Payment Build(
        Caller caller,
        string paymentId,
        ProposalRequest request,
        DebtorAccount debtor,
        string companyCode,
        List<PaymentLine> lines,
        IReadOnlyList<LeftOutInvoice> leftOut
    )
    {
        var now = clock.GetUtcNow();
        return PaymentContent.Seal(
            new Payment
            {
                Id = paymentId,
                Status = PaymentStage.Proposed,
                ErpIntegrationId = request.ErpIntegrationId,
                BankIntegrationId = request.BankIntegrationId,
                CompanyCode = companyCode,
                LedgerAccount = debtor.LedgerAccount,
                Debtor = debtor.Party,
                ExecutionDate = request.ExecutionDate ?? NextWorkday(Today()),
                Currency = Currency,
                Lines = lines,
                EnteredBy = caller.UserId,
                EnteredAt = now,
                MessageId = PaymentIdentifiers.Message(paymentId),
                Reference = PaymentIdentifiers.Reference(paymentId),
                RequestHash = request.Hash(),
                LeftOut = leftOut,
                History = [new(now, "proposed", caller.UserId)],
            }
        );
    }

    private DateOnly Today() => DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime);

    private static DateOnly NextWorkday(DateOnly day) =>
        day.DayOfWeek switch
        {
            DayOfWeek.Saturday => day.AddDays(2),
            DayOfWeek.Sunday => day.AddDays(1),
            _ => day,
        };

    private static IReadOnlyList<LeftOutInvoice> Cap(IReadOnlyList<LeftOutInvoice> leftOut) =>
        leftOut.Count <= MaxLeftOut
            ? leftOut
            :
            [
                .. leftOut.Take(MaxLeftOut),
                new("", null, "and-more", $"{leftOut.Count - MaxLeftOut} more invoices were left out."),
            ];
}
