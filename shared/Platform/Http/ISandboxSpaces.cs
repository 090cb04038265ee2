namespace IntegrationFunctions.Platform.Http;

/// <summary>Tells whose requests must stay within the platform. Without one, nobody's.</summary>
public interface ISandboxSpaces
{
    /// <summary>Whether the tenant's data is test data. Asked at every request.</summary>
    ValueTask<bool> IsSandbox(string tenantId, CancellationToken ct = default);
}
