using IntegrationFunctions.Functions.Reconciliation;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace IntegrationFunctions.Functions.Http.Reconciliations;

/// <summary>Reconciling statements with open invoices.</summary>
public static class ReconciliationEndpoints
{
    /// <summary>Maps /reconciliations and /matches.</summary>
    public static IEndpointRouteBuilder MapReconciliations(this IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("/reconciliations").WithTags("Reconciliation").WithScopes("reconciliations");
        StartReconciliation.Map(group);
        GetReconciliation.Map(group);
        ListMatches.Map(group);
        ListOpenLines.Map(group);
        UndoMatch.Map(api.MapGroup("/matches").WithTags("Reconciliation").WithScopes("reconciliations"));
        return api;
    }

    /// <summary>Adds what the endpoints need beside the services of banking.</summary>
    public static IServiceCollection AddReconciliationEndpoints(this IServiceCollection services)
    {
        services.TryAddSingleton<ReconciliationStarter>();
        return services;
    }
}
