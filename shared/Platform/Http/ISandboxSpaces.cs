namespace IntegrationFunctions.Platform.Http;

/// <summary>Tells whose requests stay among the virtual systems, and whose never reach them. Without one, nobody's.</summary>
public interface ISandboxSpaces
{
    /// <summary>Whether the tenant's data is test data; null: it is nobody's, such as the platform's own. Asked at every request.</summary>
    ValueTask<bool?> Find(string tenantId, CancellationToken ct = default);
}
