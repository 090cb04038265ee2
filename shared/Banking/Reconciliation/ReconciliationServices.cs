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
            .AddDocumentGroup(
                new DocumentGroup("statements").Index("-importedAt").Seal("account").Publishes("statement")
            )
            .AddDocumentGroup(new DocumentGroup("lines").Seal("counterparty", "remittance", "additionalInformation"))
            .AddDocumentGroup(new DocumentGroup("reconciliations").Publishes("reconciliation"))
            .AddDocumentGroup(new DocumentGroup("openLines").Seal("counterpartyName", "message"))
            // What agreed is told in the words of the bank's line.
            .AddDocumentGroup(new DocumentGroup("matches").Index("reconciliationId", "kind", "lineId").Seal("evidence"))
            .AddDocumentGroup(new DocumentGroup("undoneMatches").Index("reconciliationId"));
    }
}
