using IntegrationFunctions.Banking.Reconciliation.Store;
using IntegrationFunctions.Banking.Statements;
using IntegrationFunctions.Banking.Statements.Camt;
using IntegrationFunctions.Banking.Statements.Store;
using IntegrationFunctions.Platform.Documents;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace IntegrationFunctions.Banking.Reconciliation;

/// <summary>Wires statements and their reconciliation.</summary>
public static class ReconciliationServices
{
    /// <summary>
    /// Adds what imports statements and reconciles them. Needs documents, synchronised records and a clock; any number of
    /// <see cref="IKnownEndToEndIds"/> may be added.
    /// </summary>
    public static IServiceCollection AddReconciliation(this IServiceCollection services)
    {
        services.TryAddSingleton<IStatementReader, CamtReader>();
        return services
            .AddSingleton<StatementService>()
            .AddSingleton<StatementReconciliation>()
            .AddSingleton<ReconciliationService>()
            .AddDocumentGroup(new DocumentGroup("statements").Index("-importedAt"))
            .AddDocumentGroup(new("lines"))
            .AddDocumentGroup(new("reconciliations"))
            .AddDocumentGroup(new("openLines"))
            .AddDocumentGroup(new DocumentGroup("matches").Index("reconciliationId", "kind", "lineId"))
            .AddDocumentGroup(new DocumentGroup("undoneMatches").Index("reconciliationId"));
    }
}
