using System.Text.Json.Serialization;

namespace IntegrationFunctions.Sandbox.Worlds;

/// <summary>What someone changed on a business partner; null = as it was in the beginning.</summary>
internal sealed record PartnerChange(
    string? Name,
    string? SearchTerm,
    string? Language,
    bool? Blocked,
    DateTime ChangedAt,
    string ChangedBy,
    int Version
);

/// <summary>A posted journal entry. Its number within the world is its place in the ledger.</summary>
internal sealed record PostedEntry(
    string Document,
    string CompanyCode,
    int FiscalYear,
    string DocumentType,
    string Reference,
    string HeaderText,
    DateOnly DocumentDate,
    DateOnly PostingDate,
    IReadOnlyList<PostedLine> Lines
);

/// <summary>One line; amounts are signed, debit positive. <paramref name="ClearedIndex"/> is the open item that it clears, or null.</summary>
internal sealed record PostedLine(
    string Account,
    string Supplier,
    string Customer,
    decimal Amount,
    string Currency,
    string Text,
    int? ClearedIndex
);

/// <summary>The document that cleared an open item.</summary>
internal sealed record Clearing(string Document, int FiscalYear, DateOnly On);

/// <summary>A received pain.001 message with what the bank made of it.</summary>
internal sealed record PaymentMessage(
    string MessageId,
    string MessageName,
    string CreationTime,
    string TransactionCount,
    string? ControlSum,
    DateTimeOffset ReceivedAt,
    string Sha256,
    StatusReason? Reason,
    IReadOnlyList<PaymentOrder> Orders
)
{
    public bool IsRefused => Reason is not null || Orders.Any(o => o.Transactions.Any(t => t.Reason is not null));

    public decimal Total => IsRefused ? 0 : Orders.Sum(o => o.Transactions.Sum(t => t.Amount));
}

internal sealed record PaymentOrder(string Id, IReadOnlyList<PaymentTransaction> Transactions);

internal sealed record PaymentTransaction(
    string EndToEndId,
    string? InstructionId,
    decimal Amount,
    string Currency,
    string CreditorIban,
    StatusReason? Reason
);

/// <summary>Why a bank refuses: a code of the ISO 20022 external list ExternalStatusReason1Code, and a sentence.</summary>
internal sealed record StatusReason(string Code, string Text);

[JsonSerializable(typeof(PartnerChange))]
[JsonSerializable(typeof(PostedEntry))]
[JsonSerializable(typeof(PaymentMessage))]
[JsonSerializable(typeof(string[]))]
[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
internal sealed partial class WorldJson : JsonSerializerContext;
