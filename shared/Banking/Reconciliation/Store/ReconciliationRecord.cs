using System.Text.Json.Serialization;
using IntegrationFunctions.Banking.Statements.Store;

namespace IntegrationFunctions.Banking.Reconciliation.Store;

/// <summary>How far a reconciliation is.</summary>
[JsonConverter(typeof(CamelCaseEnum<ReconciliationState>))]
public enum ReconciliationState
{
    /// <summary>Asked for.</summary>
    Pending,

    /// <summary>At work.</summary>
    Running,

    /// <summary>Done; the figures are final.</summary>
    Completed,

    /// <summary>Given up; see the error.</summary>
    Failed,
}

/// <summary>A reconciliation of one statement with the open invoices of one ERP integration.</summary>
/// <param name="Id"><c>rec_...</c>, made from tenant, statement, integration and run; also the id of the workflow.</param>
/// <param name="StatementId">The statement.</param>
/// <param name="ErpIntegrationId">Whose invoices.</param>
/// <param name="Run">1 for the first; a higher one looks again at what is still open.</param>
/// <param name="WorkflowId">The workflow.</param>
/// <param name="State">How far it is.</param>
/// <param name="RequestedAt">When it was asked for.</param>
public sealed record ReconciliationRecord(
    string Id,
    string StatementId,
    string ErpIntegrationId,
    int Run,
    string WorkflowId,
    ReconciliationState State,
    DateTimeOffset RequestedAt
)
{
    /// <summary>When the work began.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When it ended.</summary>
    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>The figures, once there.</summary>
    public ReconciliationFigures? Figures { get; init; }

    /// <summary>Why it failed.</summary>
    public ReconciliationError? Error { get; init; }

    /// <summary>Version of this shape.</summary>
    public int SchemaVersion { get; init; } = 1;
}

/// <summary>Why a reconciliation failed.</summary>
/// <param name="Code">Stable.</param>
/// <param name="Message">One sentence for a person.</param>
public sealed record ReconciliationError(string Code, string Message);

/// <summary>Figures at the end of the work; matches that are undone later don't change them.</summary>
/// <param name="Lines">Lines of the statement: reconciled plus open.</param>
/// <param name="Reconciled">Lines with a match, those of earlier runs included.</param>
/// <param name="OpenLines">Lines without.</param>
/// <param name="Matches">Invoices matched by this run.</param>
/// <param name="Sums">Sums by currency; reconciled plus open is all.</param>
/// <param name="Reasons">Lines by reason code.</param>
/// <param name="Invoices">Open invoices looked at.</param>
/// <param name="UnreadableInvoices">Synchronised invoices that are not in the canonical model and were left out.</param>
public sealed record ReconciliationFigures(
    int Lines,
    int Reconciled,
    int OpenLines,
    int Matches,
    IReadOnlyList<ReconciliationSum> Sums,
    IReadOnlyDictionary<string, int> Reasons,
    int Invoices,
    int UnreadableInvoices
);

/// <summary>Sums of lines in one currency, all positive.</summary>
public sealed record ReconciliationSum(
    string Currency,
    decimal Credits,
    decimal Debits,
    decimal ReconciledCredits,
    decimal ReconciledDebits,
    decimal OpenCredits,
    decimal OpenDebits
);
