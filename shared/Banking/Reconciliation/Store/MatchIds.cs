using IntegrationFunctions.Platform;
using IntegrationFunctions.Platform.Documents;

namespace IntegrationFunctions.Banking.Reconciliation.Store;

/// <summary>Where matches live.</summary>
internal static class MatchIds
{
    public const string InvoiceSide = "invoice";
    public const string LineSide = "line";

    public static CollectionPath Matches => "matches";

    public static CollectionPath Reconciliations => "reconciliations";

    public static DocumentPath Reconciliation(string id) => Reconciliations.Document(id);

    public static CollectionPath OpenLines(string reconciliationId) =>
        Reconciliation(reconciliationId).Sub("openLines");

    public static CollectionPath Undone(string statementId) =>
        new DocumentPath($"statements/{statementId}").Sub("undoneMatches");

    public static string OfInvoice(string erpIntegrationId, string invoiceKey)
    {
        var id = $"{erpIntegrationId}:{invoiceKey}";
        // A document id has 255 characters at most.
        return id.Length <= 255 ? id : $"{erpIntegrationId}:{Identifiers.From("key", invoiceKey)}";
    }

    public static string OfLine(string statementId, string lineId) => $"{statementId}:{lineId}";
}
