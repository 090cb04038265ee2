namespace IntegrationFunctions.Banking.Reconciliation.Store;

/// <summary>Knows end-to-end ids that the platform gave out, for the second step of the cascade. Any number may be registered.</summary>
public interface IKnownEndToEndIds
{
    /// <summary>For those of the ids that are known, the keys of the invoices (of this ERP integration) that the payment pays.</summary>
    Task<IReadOnlyDictionary<string, IReadOnlyList<string>>> Find(
        string tenantId,
        string erpIntegrationId,
        IReadOnlyCollection<string> endToEndIds,
        CancellationToken ct = default
    );
}
