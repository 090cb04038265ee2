using IntegrationFunctions.Functions.Http.OpenApi;
using Scalar.AspNetCore;

namespace IntegrationFunctions.Functions.Http.Pages;

/// <summary>
/// The reference for people, at /docs. It comes from this server alone, and the browser is told to hold it to that. Calls are tried in the
/// sandbox: <c>reference.js</c> puts a key at hand, and keeps the browser's session out of them.
/// </summary>
internal static class DocsPage
{
    private const string Settings = "/docs/reference.js";

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet(
                Settings,
                () =>
                    TypedResults.Stream(
                        typeof(DocsPage).Assembly.GetManifestResourceStream("reference.js")!,
                        "text/javascript; charset=utf-8"
                    )
            )
            .ExcludeFromDescription();
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
                options.JavaScriptConfiguration = Settings;
            }
        );
    }
}
