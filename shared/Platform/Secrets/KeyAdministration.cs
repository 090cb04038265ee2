using Microsoft.Extensions.Logging;

namespace IntegrationFunctions.Platform.Secrets;

/// <summary>
/// What an operator does with keys, tenant by tenant. Each step is complete in itself: after a crash the same verb goes on where it stopped,
/// and values are read and written all the while. Each deed leaves a line in the log.
/// </summary>
public sealed partial class KeyAdministration(
    IMasterKeys masters,
    ITenantKeys keys,
    IEnumerable<ISealedValues> values,
    ILogger<KeyAdministration> log
)
{
    /// <summary>Makes a new master key and seals all data keys with it. Returns its id.</summary>
    public async Task<string> RotateMaster(IAsyncEnumerable<string> tenants, CancellationToken ct = default)
    {
        var id = await masters.Rotate(ct).ConfigureAwait(false);
        LogMasterRotated(log, id);
        await Rewrap(tenants, ct).ConfigureAwait(false);
        return id;
    }

    /// <summary>Seals with the current master key what older ones still seal. Returns how many tenants that were.</summary>
    public async Task<int> Rewrap(IAsyncEnumerable<string> tenants, CancellationToken ct = default)
    {
        var done = 0;
        await foreach (var tenant in tenants.WithCancellation(ct).ConfigureAwait(false))
        {
            done += await keys.Rewrap(tenant, ct).ConfigureAwait(false) ? 1 : 0;
        }
        LogRewrapped(log, done);
        return done;
    }

    /// <summary>
    /// Forgets the master keys that no data key needs any more; returns their ids. A rotation that broke off is finished first.
    /// </summary>
    /// <param name="tenants">All there are: what only a tenant outside the list needs is lost.</param>
    /// <param name="ct">Gives up.</param>
    public async Task<IReadOnlyList<string>> Prune(IAsyncEnumerable<string> tenants, CancellationToken ct = default)
    {
        var needed = new HashSet<string>(StringComparer.Ordinal) { await masters.CurrentId(ct).ConfigureAwait(false) };
        await foreach (var tenant in tenants.WithCancellation(ct).ConfigureAwait(false))
        {
            await keys.Rewrap(tenant, ct).ConfigureAwait(false);
            needed.UnionWith((await keys.State(tenant, ct).ConfigureAwait(false))?.MasterKeys ?? []);
        }
        var gone = (await masters.Ids(ct).ConfigureAwait(false)).Where(id => !needed.Contains(id)).ToList();
        foreach (var id in gone)
        {
            await masters.Remove(id, ct).ConfigureAwait(false);
            LogMasterRemoved(log, id);
        }
        return gone;
    }

    /// <summary>Gives a tenant a new data key and seals its secrets and sensitive fields with it.</summary>
    /// <param name="tenantId">Whose.</param>
    /// <param name="by">Who asks for it, for the log.</param>
    /// <param name="ct">Gives up between two values; the older key goes on opening those that are left.</param>
    /// <returns>The key's number, and how many secrets and documents were sealed with it.</returns>
    /// <exception cref="KeyDestroyedException">The tenant's key was destroyed.</exception>
    public async Task<(int Number, int Resealed)> RotateTenant(
        string tenantId,
        string by,
        CancellationToken ct = default
    )
    {
        var number = await keys.Rotate(tenantId, ct).ConfigureAwait(false);
        var resealed = 0;
        foreach (var store in values)
        {
            resealed += await store.Reseal(tenantId, ct).ConfigureAwait(false);
        }
        LogTenantRotated(log, by, tenantId, number, resealed);
        return (number, resealed);
    }

    /// <summary>Destroys a tenant's keys, and with them whatever they sealed.</summary>
    public async Task Destroy(string tenantId, string by, CancellationToken ct = default)
    {
        await keys.Destroy(tenantId, ct).ConfigureAwait(false);
        LogDestroyed(log, by, tenantId);
    }

    /// <summary>A new key for a tenant whose keys were destroyed. Returns its number.</summary>
    /// <exception cref="ArgumentException">They were not destroyed.</exception>
    public async Task<int> Renew(string tenantId, string by, CancellationToken ct = default)
    {
        var number = await keys.Renew(tenantId, ct).ConfigureAwait(false);
        LogRenewed(log, by, tenantId, number);
        return number;
    }

    [LoggerMessage(LogLevel.Warning, "Audit: master key {KeyId} was made and is current.")]
    private static partial void LogMasterRotated(ILogger log, string keyId);

    [LoggerMessage(LogLevel.Information, "Audit: the keys of {Count} tenants were sealed with the current master key.")]
    private static partial void LogRewrapped(ILogger log, int count);

    [LoggerMessage(LogLevel.Warning, "Audit: master key {KeyId} was removed; no tenant's key needed it.")]
    private static partial void LogMasterRemoved(ILogger log, string keyId);

    [LoggerMessage(
        LogLevel.Warning,
        "Audit: {By} gave tenant {TenantId} the new data key {Number}; {Resealed} secrets and documents were sealed with it."
    )]
    private static partial void LogTenantRotated(ILogger log, string by, string tenantId, int number, int resealed);

    [LoggerMessage(LogLevel.Warning, "Audit: {By} destroyed the keys of tenant {TenantId}.")]
    private static partial void LogDestroyed(ILogger log, string by, string tenantId);

    [LoggerMessage(
        LogLevel.Warning,
        "Audit: {By} gave tenant {TenantId} the new data key {Number} after its keys were destroyed."
    )]
    private static partial void LogRenewed(ILogger log, string by, string tenantId, int number);
}
