namespace IntegrationFunctions.Identity.OAuth;

/// <summary>What OpenIddict's managers have no word for.</summary>
public interface IOAuthApplications
{
    /// <summary>The applications of a developer's account.</summary>
    IAsyncEnumerable<OAuthApplication> Of(string tenantId, CancellationToken ct = default);
}
