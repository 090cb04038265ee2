using System.ComponentModel;
using IntegrationFunctions.Banking.Reconciliation.Store;

namespace IntegrationFunctions.Functions.Http.Reconciliations;

/// <summary>A reconciliation as the API shows it. Figures are null until the lines were gone through.</summary>
internal sealed record ReconciliationView(
    [property: Description("rec_..., and the id of its workflow.")] string Id,
    string StatementId,
    string ErpIntegrationId,
    int Run,
    string WorkflowId,
    ReconciliationState State,
    DateTimeOffset RequestedAt,
    DateTimeOffset? StartedAt,
    DateTimeOffset? FinishedAt,
    [property: Description("Lines of the statement: reconciled plus open.")] int? Lines,
    [property: Description("Lines with a match, those of earlier runs included.")] int? Reconciled,
    int? OpenLines,
    [property: Description("Invoices matched by this run.")] int? Matches,
    [property: Description("Sums by currency; reconciled plus open is all.")] IReadOnlyList<ReconciliationSum>? Sums,
    [property: Description("Lines by reason code, of matches and of open lines.")]
        IReadOnlyDictionary<string, int>? Reasons,
    [property: Description("Open invoices looked at.")] int? Invoices,
    [property: Description("Invoices that were left out because they are not in the canonical model.")]
        int? UnreadableInvoices,
    [property: Description("Lines whose match was taken back since; the figures above don't change.")] long Undone,
    ReconciliationError? Error
)
{
    public static ReconciliationView From(ReconciliationRecord record, long undone = 0) =>
        new(
            record.Id,
            record.StatementId,
            record.ErpIntegrationId,
            record.Run,
            record.WorkflowId,
            record.State,
            record.RequestedAt,
            record.StartedAt,
            record.FinishedAt,
            record.Figures?.Lines,
            record.Figures?.Reconciled,
            record.Figures?.OpenLines,
            record.Figures?.Matches,
            record.Figures?.Sums,
            record.Figures?.Reasons,
            record.Figures?.Invoices,
            record.Figures?.UnreadableInvoices,
            undone,
            record.Error
        );
}
