using IntegrationFunctions.Identity.Quotas;
using IntegrationFunctions.Identity.RateLimits;
using IntegrationFunctions.Platform.Documents;
using Microsoft.Extensions.DependencyInjection;

namespace IntegrationFunctions.Identity;

/// <summary>Puts plans, rate limits and quotas into the services.</summary>
public static class LimitServices
{
    /// <summary>Adds <see cref="ITenantPlans"/> and <see cref="RateLimiter"/>; needs documents and a clock.</summary>
    public static IServiceCollection AddLimits(this IServiceCollection services) =>
        services
            .AddSingleton<ITenantPlans, StoredTenantPlans>()
            .AddSingleton<RateLimiter>()
            .AddDocumentGroup(new(StoredTenantPlans.Group))
            .AddDocumentGroup(new(RateLimiter.Group));
}
