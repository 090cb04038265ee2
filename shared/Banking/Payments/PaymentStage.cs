using System.Text.Json.Serialization;

namespace IntegrationFunctions.Banking.Payments;

/// <summary>Where a payment stands. Only <see cref="Proposed"/> and <see cref="Approved"/> can still be changed by people.</summary>
public enum PaymentStage
{
    /// <summary>Entered; waits for approvals of exactly this content.</summary>
    [JsonStringEnumMemberName("proposed")]
    Proposed,

    /// <summary>Approved as it stands; not handed to the bank yet.</summary>
    [JsonStringEnumMemberName("approved")]
    Approved,

    /// <summary>The bank may have it: from here on nothing is sent before the bank has been asked.</summary>
    [JsonStringEnumMemberName("sending")]
    Sending,

    /// <summary>The bank has it.</summary>
    [JsonStringEnumMemberName("sent")]
    Sent,

    /// <summary>The bank executed it, in whole or in part (see the lines).</summary>
    [JsonStringEnumMemberName("settled")]
    Settled,

    /// <summary>Settled, and the ERP has the document.</summary>
    [JsonStringEnumMemberName("posted")]
    Posted,

    /// <summary>Refused by an approver, or by the bank; no money moved.</summary>
    [JsonStringEnumMemberName("rejected")]
    Rejected,

    /// <summary>Withdrawn before it was sent.</summary>
    [JsonStringEnumMemberName("cancelled")]
    Cancelled,

    /// <summary>It can't be said in the standard, or the bank would not take it; no money moved.</summary>
    [JsonStringEnumMemberName("failed")]
    Failed,
}
