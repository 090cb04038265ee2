namespace IntegrationFunctions.Platform.Secrets;

/// <summary>Secrets of tenants: sealed with the tenant's key before they reach any store, and never part of an error, a log or a history.</summary>
public interface ISecretStore : ISealedValues
{
    /// <summary>Stores a value under a name, over an older one.</summary>
    /// <exception cref="KeyDestroyedException">The tenant's key was destroyed, and no new one was made.</exception>
    Task Set(string tenantId, string name, string value, CancellationToken ct = default);

    /// <summary>The value, or null.</summary>
    /// <exception cref="KeyDestroyedException">The key that the value was sealed with was destroyed.</exception>
    Task<string?> Get(string tenantId, string name, CancellationToken ct = default);

    /// <summary>Forgets a value; one that isn't there is no error.</summary>
    Task Delete(string tenantId, string name, CancellationToken ct = default);

    /// <summary>The names of a tenant's secrets, in no particular order. Those whose key was destroyed are among them.</summary>
    IAsyncEnumerable<string> Names(string tenantId, CancellationToken ct = default);
}
