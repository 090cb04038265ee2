using IntegrationFunctions.Sandbox.Bank;
using IntegrationFunctions.Sandbox.Rest;
using IntegrationFunctions.Sandbox.Sap;
using IntegrationFunctions.Sandbox.Worlds;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace IntegrationFunctions.Sandbox;

/// <summary>Worlds with a virtual SAP, a virtual bank and a virtual REST API, under /sandbox.</summary>
public static class SandboxExtensions
{
    /// <summary>Registers the sandbox; sandbox.db in <paramref name="folder"/> keeps what is changed in its worlds.</summary>
    public static IServiceCollection AddSandbox(this IServiceCollection services, string folder)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(s => new WorldRegistry(folder, s.GetRequiredService<TimeProvider>()));
        services.AddSingleton<CsrfSessions>();
        services.AddSingleton<SortedViews>();
        return services;
    }

    /// <summary>Mounts everything under /sandbox. There is no sign-in on the control endpoints: who may reach them is the host's business.</summary>
    public static IEndpointRouteBuilder MapSandbox(this IEndpointRouteBuilder app)
    {
        var sandbox = app.MapGroup("/sandbox").ExcludeFromDescription();
        ControlApi.Map(sandbox);
        SapApi.Map(sandbox);
        BankApi.Map(sandbox);
        RestApi.Map(sandbox);
        return app;
    }
}
