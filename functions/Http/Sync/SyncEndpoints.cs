namespace IntegrationFunctions.Functions.Http.Sync;

/// <summary>Synchronising an integration.</summary>
public static class SyncEndpoints
{
    /// <summary>Maps /integrations/{id}/sync.</summary>
    public static IEndpointRouteBuilder MapSync(this IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("/integrations/{id}/sync").WithTags("Synchronisation").WithScopes("sync");
        StartSync.Map(group);
        GetSync.Map(group);
        GetSyncRun.Map(group);
        ListSyncRuns.Map(group);
        return api;
    }
}
