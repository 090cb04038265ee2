using IntegrationFunctions.Identity;

namespace IntegrationFunctions.Functions.Http.TenantSettings;

/// <summary>Settings of the caller's tenant.</summary>
public static class TenantEndpoints
{
    internal static readonly Role[] Managers = [Role.Owner, Role.Administrator];

    /// <summary>Maps /tenant.</summary>
    public static IEndpointRouteBuilder MapTenant(this IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("/tenant").WithTags("Tenant").WithScopes("tenant");
        GetEgress.Map(group);
        PutEgress.Map(group);
        GetCors.Map(group);
        PutCors.Map(group);
        return api;
    }
}
