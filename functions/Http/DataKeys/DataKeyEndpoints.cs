using System.ComponentModel;
using IntegrationFunctions.Identity;
using IntegrationFunctions.Platform.Secrets;

namespace IntegrationFunctions.Functions.Http.DataKeys;

/// <summary>The key that the caller's tenant's secrets and sensitive fields are sealed with.</summary>
public static class DataKeyEndpoints
{
    internal static readonly Role[] Readers = [Role.Owner, Role.Administrator, Role.Auditor];
    internal static readonly Role[] Managers = [Role.Owner, Role.Administrator];

    /// <summary>Maps /data-key.</summary>
    public static IEndpointRouteBuilder MapDataKeys(this IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("/data-key").WithTags("Data key").WithScopes("data-key");
        GetDataKey.Map(group);
        RotateDataKey.Map(group);
        DestroyDataKey.Map(group);
        RenewDataKey.Map(group);
        return api;
    }
}

/// <summary>A tenant's data key as the API shows it: all but the key.</summary>
[DisplayName("DataKey")]
internal sealed record DataKeyView(
    [property: Description("Number of the current key; null where there is none yet, or it was destroyed.")]
        int? Number,
    [property: Description("When keys of the tenant were last destroyed.")] DateTimeOffset? DestroyedAt
)
{
    public static DataKeyView From(TenantKeyState? state) => new(state?.Current, state?.DestroyedAt);
}
