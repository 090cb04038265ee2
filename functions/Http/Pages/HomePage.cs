using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IntegrationFunctions.Functions.Http.Pages;

/// <summary>What this is and where to go, at /: a page for people, JSON for programs.</summary>
internal static class HomePage
{
    public static void Map(IEndpointRouteBuilder app) => app.MapGet("/", Handle).ExcludeFromDescription();

    private static Results<ContentHttpResult, Ok<About>> Handle(HttpRequest request)
    {
        request.HttpContext.Response.Headers.Vary = "Accept";
        var html = request
            .GetTypedHeaders()
            .Accept.FirstOrDefault(a => a.MediaType is { Value: "text/html" or "application/json" or "application/*" });
        return html?.MediaType.Value == "text/html"
            ? TypedResults.Content(Page(request), "text/html; charset=utf-8")
            : TypedResults.Ok(new About("Integration Functions", About.Links.All));
    }

    private static string Page(HttpRequest request) =>
        Html.Replace(
            "{{ORIGIN}}",
            HtmlEncoder.Default.Encode($"{request.Scheme}://{request.Host}"),
            StringComparison.Ordinal
        );

    internal sealed record About(string Name, About.Links See)
    {
        internal sealed record Links(
            string Api,
            string Description,
            string Docs,
            string Errors,
            string Live,
            string Ready,
            string Sandbox
        )
        {
            public static readonly Links All = new(
                "/api/v1",
                "/openapi/v1.json",
                "/docs",
                "/docs/errors",
                "/health/live",
                "/health/ready",
                "/sandbox"
            );
        }
    }

    private const string Html = """
        <!doctype html>
        <html lang="en">
        <head>
          <meta charset="utf-8">
          <meta name="viewport" content="width=device-width, initial-scale=1">
          <title>Integration Functions</title>
          <link rel="icon" href="data:,">
          <style>
            :root { color-scheme: light dark; --ink: #14213d; --soft: #5b6478; --paper: #f7f8fb; --card: #fff; --line: #e2e6ee; --accent: #0f6e84; }
            @media (prefers-color-scheme: dark) { :root { --ink: #e9edf5; --soft: #a3adc2; --paper: #10141d; --card: #181e2a; --line: #2a3243; --accent: #5cc3d8; } }
            * { box-sizing: border-box; }
            body { margin: 0; font: 16px/1.6 system-ui, sans-serif; color: var(--ink); background: var(--paper); }
            main { max-width: 54rem; margin: 0 auto; padding: 12vh 1.5rem 4rem; }
            h1 { font-size: clamp(2rem, 6vw, 3.1rem); line-height: 1.1; letter-spacing: -.03em; margin: 0 0 1rem; }
            .lead { font-size: 1.2rem; color: var(--soft); max-width: 40rem; margin: 0 0 2.5rem; }
            ul { list-style: none; padding: 0; margin: 0 0 2.5rem; display: grid; gap: 1rem; grid-template-columns: repeat(auto-fit, minmax(15rem, 1fr)); }
            li a { display: block; height: 100%; padding: 1.1rem 1.25rem; border: 1px solid var(--line); border-radius: .8rem; background: var(--card); color: inherit; text-decoration: none; }
            li a:hover, li a:focus-visible { border-color: var(--accent); outline: none; }
            li b { color: var(--accent); display: block; }
            li span { color: var(--soft); font-size: .95rem; }
            pre { margin: 0; padding: 1rem 1.25rem; border: 1px solid var(--line); border-radius: .8rem; background: var(--card); overflow-x: auto; font: .9rem/1.5 ui-monospace, monospace; }
            h2 { font-size: 1.1rem; margin: 0 0 .6rem; }
          </style>
        </head>
        <body>
          <main>
            <h1>Integration Functions</h1>
            <p class="lead">Connects ERP systems and banks, and runs durable workflows that synchronise, reconcile and pay. This server is up.</p>
            <ul>
              <li><a href="/docs"><b>API reference</b><span>Read it, and try its calls in your sandbox.</span></a></li>
              <li><a href="/openapi/v1.json"><b>OpenAPI 3.1</b><span>The description that clients are generated from.</span></a></li>
              <li><a href="/sandbox"><b>Sandbox</b><span>A virtual SAP and a virtual bank to work against.</span></a></li>
              <li><a href="/health/ready"><b>Health</b><span>Whether this server can do its work.</span></a></li>
            </ul>
            <h2>First call</h2>
            <pre>curl -H "Authorization: Bearer $API_KEY" {{ORIGIN}}/api/v1/integrations</pre>
          </main>
        </body>
        </html>
        """;
}
