using IntegrationFunctions.Functions.Host.CustomHandler;
using IntegrationFunctions.Functions.Http;
using IntegrationFunctions.Functions.Http.Guards;
using IntegrationFunctions.Functions.Http.Guards.Idempotency;
using IntegrationFunctions.Functions.Http.OAuth;
using IntegrationFunctions.Functions.Http.OpenApi;
using IntegrationFunctions.Functions.Http.Pages;
using IntegrationFunctions.Functions.Http.Shaping;
using Microsoft.AspNetCore.Routing;
using IPAddress = System.Net.IPAddress;

namespace IntegrationFunctions.Functions.Host;

/// <summary>What every address has in common: JSON, problem details, sign-in, description.</summary>
internal static class HttpApi
{
    public static IServiceCollection AddHttpApi(this IServiceCollection services)
    {
        services.ConfigureHttpJsonOptions(o => ApiJson.Configure(o.SerializerOptions));
        // A body that can't be bound is an exception, which knows the place; a bare 400 doesn't.
        services.Configure<RouteHandlerOptions>(o => o.ThrowOnBadRequest = true);
        services.AddProblemDetails();
        services.AddExceptionHandler<ExceptionProblems>();
        services.AddOpenApi(ApiDescription.Document, ApiDescription.Configure);
        return services;
    }

    public static void UseHttpApi(this WebApplication app)
    {
        app.UseExceptionHandler();
        app.UseStatusCodePages(StatusProblems.Write);
        app.Use(HeadAsGet);
        app.Use(PageHeaders.Run);
        app.Use(HeadLimit.Run);
        app.Use(SandboxFence);
        app.Use(CorsStep.Preflight);
        app.Use(ApiVersions.Run);
        app.UseOAuth();
        app.Use(Authentication.Run);
        app.Use(CorsStep.Caller);
        app.Use(ApiVersions.ForCaller);
        app.UseRouting();
        app.Use(AuditStep.Refusals);
        app.Use(RateLimitStep.Run);
        app.Use(BodyLimit.Run);
        app.Use(Authorisation.Run);
        app.Use(QuotaStep.Run);
        app.Use(IdempotencyStep.Run);
        app.Use(AuditStep.Changes);
    }

    public static void MapPages(this WebApplication app)
    {
        HomePage.Map(app);
        ErrorsPage.Map(app);
        DocsPage.Map(app);
        Health.Map(app);
        WorkflowHealth.Map(app);
        app.MapOpenApi("/openapi/{documentName}.json");
    }

    // RFC 9110 9.3.2: what answers GET answers HEAD. The server leaves the body away, whatever an endpoint writes.
    private static Task HeadAsGet(HttpContext http, RequestDelegate next)
    {
        if (HttpMethods.IsHead(http.Request.Method) && !http.Request.Path.StartsWithSegments("/sandbox"))
        {
            http.Request.Method = HttpMethods.Get;
        }
        return next(http);
    }

    // The sandbox's control has no sign-in: it is for this machine alone, whatever the server listens at. What the Functions host forwards
    // comes from this machine only by the look of it.
    private static Task SandboxFence(HttpContext http, RequestDelegate next) =>
        http.Request.Path.StartsWithSegments("/sandbox")
        && (
            HostFence.IsForwarded(http.Request)
            || http.Connection.RemoteIpAddress is { } remote && !IPAddress.IsLoopback(remote)
        )
            ? Problems.Forbidden("The sandbox answers only on the machine that it runs on.").ExecuteAsync(http)
            : next(http);
}
