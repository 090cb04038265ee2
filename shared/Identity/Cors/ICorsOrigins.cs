using IntegrationFunctions.Platform.Results;

namespace IntegrationFunctions.Identity.Cors;

/// <summary>The web origins whose pages may call the API for a tenant (Fetch standard, CORS protocol).</summary>
/// <param name="Version">Grows with every change; 0: never set.</param>
/// <param name="Origins">As browsers send them: <c>https://app.example.com</c>, with the port where it is not the scheme's own.</param>
public sealed record TenantCors(int Version, IReadOnlyList<string> Origins)
{
    /// <summary>What a tenant has that never said anything: no page may call.</summary>
    public static TenantCors Unset { get; } = new(0, []);
}

/// <summary>The settings, or why they were refused.</summary>
public sealed record CorsOutcome(TenantCors? Cors, IReadOnlyList<IntegrationError> Errors);

/// <summary>Which web pages may call for whom.</summary>
public interface ICorsOrigins
{
    /// <summary>The tenant's settings as they are stored.</summary>
    Task<TenantCors> Get(string tenantId, CancellationToken ct = default);

    /// <summary>Replaces the tenant's list where <paramref name="ifVersion"/> is the stored version; at most 20 origins.</summary>
    Task<CorsOutcome> Put(
        string tenantId,
        int ifVersion,
        IReadOnlyList<string> origins,
        CancellationToken ct = default
    );

    /// <summary>Whether pages of this origin may call for the tenant; other processes learn of a change within ten seconds.</summary>
    ValueTask<bool> IsAllowed(string tenantId, string origin, CancellationToken ct = default);

    /// <summary>Whether any tenant allows the origin: all that can be said before a caller is known.</summary>
    ValueTask<bool> IsKnown(string origin, CancellationToken ct = default);
}
