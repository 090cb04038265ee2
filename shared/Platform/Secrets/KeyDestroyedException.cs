using IntegrationFunctions.Platform.Results;

namespace IntegrationFunctions.Platform.Secrets;

/// <summary>
/// A tenant's key was destroyed on purpose: what it sealed is gone for good, and trying again can't help. The error's code is
/// <c>tenant-key-destroyed</c>, and it is <see cref="ErrorKind.Permanent"/>.
/// </summary>
public sealed class KeyDestroyedException(string tenantId, DateTimeOffset at)
    : IntegrationException(
        new(
            ErrorKind.Permanent,
            "tenant-key-destroyed",
            $"The key of tenant {tenantId} was destroyed on {at:yyyy-MM-dd HH:mm} UTC, and what it sealed can't be read any more. "
                + $"For new secrets make a new key: integration-functions keys renew {tenantId}"
        )
    )
{
    /// <summary>Whose key it was.</summary>
    public string TenantId { get; } = tenantId;
}
