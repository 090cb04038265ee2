using System.Security.Cryptography;
using System.Text.Json;

namespace IntegrationFunctions.Banking.Payments;

/// <summary>What to pay.</summary>
/// <param name="ErpIntegrationId">Where the invoices are.</param>
/// <param name="BankIntegrationId">Where the money is.</param>
/// <param name="DueOnOrBefore">Invoices that are due by this day.</param>
/// <param name="InvoiceKeys">Only these; null: all that are due.</param>
/// <param name="MaxLines">1 to 500; null: 100.</param>
/// <param name="ExecutionDate">Today or later; null: the next day that is no Saturday or Sunday, today included.</param>
public sealed record ProposalRequest(
    string ErpIntegrationId,
    string BankIntegrationId,
    DateOnly DueOnOrBefore,
    IReadOnlyList<string>? InvoiceKeys = null,
    int? MaxLines = null,
    DateOnly? ExecutionDate = null
)
{
    /// <summary>Most lines in one payment: its document and message stay well below the limit of an item.</summary>
    public const int LineLimit = 500;

    internal string Hash() =>
        Convert.ToHexStringLower(
            SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(this, PaymentJson.Default.ProposalRequest))
        );
}

/// <summary>What became of a proposal. No payment where nothing could be paid.</summary>
/// <param name="Payment">The payment, or null.</param>
/// <param name="LeftOut">What is not in it, and why.</param>
/// <param name="AlreadyThere">Whether an earlier request with the same key had made it.</param>
public sealed record Proposal(StoredPayment? Payment, IReadOnlyList<LeftOutInvoice> LeftOut, bool AlreadyThere);
