using IntegrationFunctions.Functions.Payments;

namespace IntegrationFunctions.Functions.Documents;

/// <summary>
/// A payment was written: its workflow looks at it again. Where documents are in Cosmos DB this takes the place of the message that SQLite commits
/// with the document, for a batch of Cosmos DB reaches no queue. The workflow's own writes come along too; a look more does no harm.
/// </summary>
internal sealed class PaymentDocumentTrigger(PaymentStarter starter) : IDocumentTrigger
{
    /// <summary>Of infra/bicep/containers.json.</summary>
    public const string Payments = "payments";

    public string CollectionGroup => Payments;

    public async Task Handle(IReadOnlyList<ChangedDocument> changes, CancellationToken ct)
    {
        foreach (var (tenantId, id) in changes.Distinct())
        {
            await starter.LookAgain(tenantId, id, ct);
        }
    }
}
