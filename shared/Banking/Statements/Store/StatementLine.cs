using System.Text.Json.Serialization;

namespace IntegrationFunctions.Banking.Statements.Store;

/// <summary>One movement as it is reconciled: an entry, or one transaction of a batch entry whose transactions carry amounts that tie.</summary>
/// <param name="Id">Number within the statement, seven digits, so that the order of ids is the order of the file.</param>
/// <param name="StatementId">The statement (<c>stm_...</c>).</param>
/// <param name="Entry">Index of the entry in the statement, from 0.</param>
/// <param name="Detail">Index of the transaction in a split batch entry, from 0; or null.</param>
/// <param name="Amount">Positive, as booked.</param>
/// <param name="Currency">ISO 4217.</param>
/// <param name="Direction">Which way the money went.</param>
/// <param name="IsReversal">Whether it takes back an earlier entry.</param>
/// <param name="Status"><c>BOOK</c>, <c>PDNG</c>, <c>INFO</c>...</param>
/// <param name="BookedOn">Booking date, or null.</param>
/// <param name="ValueOn">Value date, or null.</param>
/// <param name="Counterparty">The other side, or null.</param>
/// <param name="CreditorReferences">Structured references; most lines have none or one.</param>
/// <param name="EndToEndIds">End-to-end ids; most lines have none or one.</param>
/// <param name="Remittance">Free text, in order.</param>
/// <param name="OriginalAmount">The transaction's own amount where it differs from what was booked (another currency, fees); or null.</param>
/// <param name="OriginalCurrency">ISO 4217 of <paramref name="OriginalAmount"/>.</param>
/// <param name="EntryReference">NtryRef, or null.</param>
/// <param name="ServicerReference">The bank's reference, or null.</param>
/// <param name="TransactionId">TxId, or null.</param>
/// <param name="MandateId">Or null.</param>
/// <param name="TransactionCode">Domain code or the bank's own, or null.</param>
/// <param name="AdditionalInformation">Or null.</param>
/// <param name="ReturnReason">Code of a return, or null.</param>
public sealed record StatementLine(
    string Id,
    string StatementId,
    int Entry,
    int? Detail,
    decimal Amount,
    string Currency,
    [property: JsonConverter(typeof(CamelCaseEnum<Direction>))] Direction Direction,
    bool IsReversal,
    string Status,
    DateOnly? BookedOn,
    DateOnly? ValueOn,
    Counterparty? Counterparty,
    IReadOnlyList<string> CreditorReferences,
    IReadOnlyList<string> EndToEndIds,
    IReadOnlyList<string> Remittance,
    decimal? OriginalAmount = null,
    string? OriginalCurrency = null,
    string? EntryReference = null,
    string? ServicerReference = null,
    string? TransactionId = null,
    string? MandateId = null,
    string? TransactionCode = null,
    string? AdditionalInformation = null,
    string? ReturnReason = null
)
{
    /// <summary>The amount as it changes the balance.</summary>
    [JsonIgnore]
    public decimal SignedAmount => Direction == Direction.Credit ? Amount : -Amount;
}
