using IntegrationFunctions.Functions.Http.OpenApi;
using Scalar.AspNetCore;

namespace IntegrationFunctions.Functions.Http.Pages;

/// <summary>The reference for people, at /docs. It comes from this server alone, and the browser is told to hold it to that.</summary>
internal static class DocsPage
{
    public static void Map(IEndpointRouteBuilder app) =>
        app.MapScalarApiReference(
            "/docs",
            options =>
            {
                options.Title = "Integration Functions API";
                options.OpenApiRoutePattern = "/openapi/{documentName}.json";
                options.AddDocument(ApiDescription.Document);
                options.DisableDefaultFonts();
                options.DisableTelemetry();
                options.DisableAgent();
                options.DisableMcp();
                options.HideClientButton();
                options.HideDeveloperTools();
                options.WithProxy(null!);
                options.AddPreferredSecuritySchemes("apiKey");
            }
        );
}
