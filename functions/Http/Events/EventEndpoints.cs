namespace IntegrationFunctions.Functions.Http.Events;

/// <summary>What happened in the tenant, in order.</summary>
public static class EventEndpoints
{
    /// <summary>Maps /events.</summary>
    public static IEndpointRouteBuilder MapEvents(this IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("/events").WithTags("Events").WithScopes("events").RequireAnyRole();
        ListEvents.Map(group);
        GetEvent.Map(group);
        return api;
    }
}
