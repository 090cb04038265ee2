using IntegrationFunctions.Functions.Http.Guards.Idempotency;
using IntegrationFunctions.Platform.Documents;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace IntegrationFunctions.Functions.Http.Guards;

/// <summary>What the guards before the endpoints need.</summary>
internal static class GuardServices
{
    public static IServiceCollection AddGuards(this IServiceCollection services)
    {
        // Where no store that is shared was chosen, documents are in the folder.
        services.TryAddSingleton(new SharedDocuments(false));
        return services.AddSingleton<KeptCalls>().AddDocumentGroup(KeptCalls.Group).AddHostedService<GuardKeeper>();
    }
}
