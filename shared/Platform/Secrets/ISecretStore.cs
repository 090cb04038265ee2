namespace IntegrationFunctions.Platform.Secrets;

/// <summary>Secrets of tenants: sealed with the tenant's key before they reach any store, and never part of an error, a log or a history.</summary>
public interface ISecretStore
{
    /// <summary>Stores a value under a name, over an older one.</summary>
    Task Set(string tenantId, string name, string value, CancellationToken ct = default);

    /// <summary>The value, or null.</summary>
    Task<string?> Get(string tenantId, string name, CancellationToken ct = default);

    /// <summary>Forgets a value; one that isn't there is no error.</summary>
    Task Delete(string tenantId, string name, CancellationToken ct = default);
}
