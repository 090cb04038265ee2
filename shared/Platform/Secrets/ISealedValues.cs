namespace IntegrationFunctions.Platform.Secrets;

/// <summary>Values that are sealed with the tenants' data keys, wherever they are stored.</summary>
public interface ISealedValues
{
    /// <summary>
    /// Seals what older keys of the tenant sealed with its current one; returns how many documents or secrets that were. What somebody writes
    /// or deletes meanwhile stays as it is, and so does what a destroyed key sealed.
    /// </summary>
    Task<int> Reseal(string tenantId, CancellationToken ct = default);
}
