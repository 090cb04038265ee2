using IntegrationFunctions.Identity.Quotas;
using IntegrationFunctions.Identity.RateLimits;
using IntegrationFunctions.Platform.Documents;
using Microsoft.Extensions.DependencyInjection;

namespace IntegrationFunctions.Identity;

/// <summary>Puts plans, rate limits and quotas into the services.</summary>
public static class LimitServices
{
    /// <summary>Adds <see cref="ITenantPlans"/>, <see cref="RateLimiter"/> and <see cref="QuotaMeter"/>; needs documents and a clock.</summary>
    public static IServiceCollection AddLimits(this IServiceCollection services) =>
        services
            .AddSingleton<ITenantPlans, StoredTenantPlans>()
            .AddSingleton<RateLimiter>()
            .AddSingleton<QuotaMeter>()
            .AddDocumentGroup(new(QuotaMeter.Group))
            .AddDocumentGroup(new(StoredTenantPlans.Group))
            .AddDocumentGroup(new(RateLimiter.Group));
}
