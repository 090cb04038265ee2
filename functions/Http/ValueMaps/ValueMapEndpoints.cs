using IntegrationFunctions.Identity;

namespace IntegrationFunctions.Functions.Http.ValueMaps;

/// <summary>Tables of values of one system and what they are in another; mappings look values up in them.</summary>
public static class ValueMapEndpoints
{
    /// <summary>Who keeps the tables: accounts and tax codes are an accountant's business.</summary>
    internal static readonly Role[] Keepers = [Role.Owner, Role.Administrator, Role.Accountant, Role.Developer];

    /// <summary>Maps /value-maps.</summary>
    public static IEndpointRouteBuilder MapValueMaps(this IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("/value-maps").WithTags("Value maps").WithScopes("value-maps");
        ListValueMaps.Map(group);
        GetValueMap.Map(group);
        PutValueMap.Map(group);
        DeleteValueMap.Map(group);
        ExportValueMap.Map(group);
        ImportValueMap.Map(group);
        ListMissingValues.Map(group);
        return api;
    }
}
