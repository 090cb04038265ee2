namespace IntegrationFunctions.Platform.Http.Rules;

/// <summary>The lists of allowed hosts, by tenant.</summary>
public interface IEgressRules
{
    /// <summary>
    /// The tenant's rules for a request that is about to leave. They may be up to ten seconds old where another process changed them; a change
    /// made in this process holds at once.
    /// </summary>
    ValueTask<TenantEgress> Current(string tenantId, CancellationToken ct = default);

    /// <summary>The tenant's rules as they are stored.</summary>
    Task<TenantEgress> Get(string tenantId, CancellationToken ct = default);

    /// <summary>
    /// Replaces them, over the version that was read. Errors: <c>validation-failed</c> (with a pointer for each entry), <c>version-mismatch</c>.
    /// </summary>
    Task<EgressOutcome> Put(
        string tenantId,
        int ifVersion,
        IReadOnlyList<EgressRule>? allowed,
        IReadOnlyDictionary<string, IReadOnlyList<EgressRule>>? extensions,
        CancellationToken ct = default
    );
}
