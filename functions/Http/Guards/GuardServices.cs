using IntegrationFunctions.Functions.Http.Guards.Idempotency;
using IntegrationFunctions.Platform.Documents;

namespace IntegrationFunctions.Functions.Http.Guards;

/// <summary>What the guards before the endpoints need.</summary>
internal static class GuardServices
{
    public static IServiceCollection AddGuards(this IServiceCollection services) =>
        services.AddSingleton<KeptCalls>().AddDocumentGroup(KeptCalls.Group).AddHostedService<GuardKeeper>();
}
