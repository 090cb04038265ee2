namespace IntegrationFunctions.Workflows.Reconciliation;

/// <summary>Which statement to reconcile with whose invoices. Instance id of the workflow = <see cref="ReconciliationId"/>.</summary>
/// <param name="TenantId">Whose.</param>
/// <param name="ReconciliationId"><c>rec_...</c>.</param>
/// <param name="StatementId"><c>stm_...</c>.</param>
/// <param name="ErpIntegrationId"><c>int_...</c>.</param>
public sealed record ReconciliationInput(
    string TenantId,
    string ReconciliationId,
    string StatementId,
    string ErpIntegrationId
);

/// <summary>Output of <c>ReconcileStatement</c>: lines are reconciled plus open.</summary>
public sealed record ReconciliationResult(
    string ReconciliationId,
    int Lines,
    int Reconciled,
    int OpenLines,
    int Matches
);

/// <summary>How a reconciliation ended; without an error, well.</summary>
public sealed record FinishReconciliationInput(
    ReconciliationInput Reconciliation,
    string? ErrorCode = null,
    string? ErrorMessage = null
);

/// <summary>Custom status of <c>ReconcileStatement</c>: <c>matching</c>, <c>finishing</c>.</summary>
public sealed record ReconciliationProgress(string Phase);
