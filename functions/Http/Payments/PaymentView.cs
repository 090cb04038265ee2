using System.ComponentModel;
using IntegrationFunctions.Banking.Payments;

namespace IntegrationFunctions.Functions.Http.Payments;

/// <summary>A payment as the API shows it.</summary>
[DisplayName("Payment")]
internal sealed record PaymentView(
    [property: Description("pay_...")] string Id,
    PaymentStage Status,
    string ErpIntegrationId,
    string BankIntegrationId,
    string CompanyCode,
    [property: Description("G/L account of the bank in the ERP.")] string LedgerAccount,
    PaymentParty Debtor,
    DateOnly ExecutionDate,
    [property: Description("ISO 4217.")] string Currency,
    IReadOnlyList<PaymentLine> Lines,
    decimal Total,
    [property: Description("SHA-256 of all that moves money; approvals name it.")] string ContentHash,
    [property: Description("The user who proposed it.")] string CreatedBy,
    DateTimeOffset CreatedAt,
    IReadOnlyList<string> EditedBy,
    IReadOnlyList<PaymentApproval> Approvals,
    int RequiredApprovals,
    [property: Description("MsgId at the bank.")] string MessageId,
    [property: Description("Our reference in the ERP's document.")] string Reference,
    [property: Description("Invoices of the request that are not in it, and why.")]
        IReadOnlyList<LeftOutInvoice> LeftOut,
    [property: Description("ISO 20022 status as the bank last gave it.")] string? BankStatus,
    IReadOnlyList<string> BankReasons,
    DateTimeOffset? SettledAt,
    string? ErpDocument,
    [property: Description("What holds it up, or why it failed.")] PaymentProblem? Problem,
    IReadOnlyList<PaymentEvent> History,
    [property: Description("Grows with every change; the same number as in the ETag.")] int Version
)
{
    public static PaymentView From(Payment payment) =>
        new(
            payment.Id,
            payment.Status,
            payment.ErpIntegrationId,
            payment.BankIntegrationId,
            payment.CompanyCode,
            payment.LedgerAccount,
            payment.Debtor,
            payment.ExecutionDate,
            payment.Currency,
            payment.Lines,
            payment.Total,
            payment.ContentHash,
            payment.EnteredBy,
            payment.EnteredAt,
            payment.EditedBy,
            payment.Approvals,
            payment.RequiredApprovals,
            payment.MessageId,
            payment.Reference,
            payment.LeftOut,
            payment.BankStatus,
            payment.BankReasons,
            payment.SettledAt,
            payment.ErpDocument,
            payment.Problem,
            payment.History,
            payment.Version
        );
}

/// <summary>A payment in a list.</summary>
internal sealed record PaymentSummary(
    [property: Description("pay_...")] string Id,
    PaymentStage Status,
    DateOnly ExecutionDate,
    string Currency,
    decimal Total,
    int LineCount,
    [property: Description("The user who proposed it.")] string CreatedBy,
    DateTimeOffset CreatedAt,
    int ApprovalCount,
    int RequiredApprovals,
    string ContentHash,
    string? BankStatus,
    string? ErpDocument,
    PaymentProblem? Problem,
    int Version
)
{
    public static PaymentSummary From(Payment payment) =>
        new(
            payment.Id,
            payment.Status,
            payment.ExecutionDate,
            payment.Currency,
            payment.Total,
            payment.Lines.Count,
            payment.EnteredBy,
            payment.EnteredAt,
            payment.Approvals.Count,
            payment.RequiredApprovals,
            payment.ContentHash,
            payment.BankStatus,
            payment.ErpDocument,
            payment.Problem,
            payment.Version
        );
}
