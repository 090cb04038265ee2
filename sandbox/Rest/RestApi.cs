using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using IntegrationFunctions.Sandbox.Worlds;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace IntegrationFunctions.Sandbox.Rest;

/// <summary>
/// A REST API such as many products have one, over the world's data: two kinds of records, pages in four styles, and four ways to sign in. The
/// style is the first part of the path: <c>/sandbox/{world}/rest/page/partners</c>.
/// </summary>
internal static class RestApi
{
    private const string User = "SANDBOX";
    private const string Secret = "sandbox";

    public static void Map(RouteGroupBuilder sandbox)
    {
        const string records = "/{world}/rest/{style}/{set}";
        sandbox.MapGet(records, (HttpContext http) => Serve(http, RestLists.Page));
        sandbox.MapGet($"{records}/count", (HttpContext http) => Serve(http, RestLists.Count));
        sandbox.MapGet($"{records}/{{id}}", (HttpContext http) => Serve(http, RestRecords.One));
        sandbox.MapPatch($"{records}/{{id}}", (HttpContext http) => Serve(http, RestChanges.Handle));
        sandbox.MapPost("/{world}/rest/{style}/token", Token);
    }

    private static async Task Serve(HttpContext http, Func<HttpContext, World, Task> handle)
    {
        var name = (string)http.GetRouteValue("world")!;
        if (http.RequestServices.GetRequiredService<WorldRegistry>().Find(name) is not { } world)
        {
            await ControlApi.NoWorld(name).ExecuteAsync(http);
            return;
        }
        try
        {
            if (!IsSignedIn(http.Request, name))
            {
                http.Response.Headers.WWWAuthenticate = "Bearer, Basic realm=\"virtual\"";
                throw new RestException(401, "unauthorized", "Sign in: basic, bearer, or X-Api-Key.");
            }
            if (
                http.GetRouteValue("style") is not ("page" or "offset" or "cursor" or "link")
                || http.GetRouteValue("set") is not ("partners" or "invoices")
            )
            {
                throw new RestException(404, "not-found", $"There is nothing at {http.Request.Path}.");
            }
            await handle(http, world);
        }
        catch (RestException e)
        {
            var error = new JsonObject { ["code"] = e.Code, ["message"] = e.Message };
            if (e.Field is not null)
            {
                error["field"] = e.Field;
            }
            await Write(http, new JsonObject { ["error"] = error }, e.Status);
        }
    }

    public static Task Write(HttpContext http, JsonNode body, int status = 200)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = "application/json; charset=utf-8";
        return http.Response.WriteAsync(body.ToJsonString(), http.RequestAborted);
    }

    // RFC 6749, section 4.4: the client signs in by basic authentication.
    private static async Task Token(HttpContext http)
    {
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        if (form["grant_type"] != "client_credentials")
        {
            await Write(http, new JsonObject { ["error"] = "unsupported_grant_type" }, 400);
        }
        else if (!IsBasic(http.Request.Headers.Authorization))
        {
            await Write(http, new JsonObject { ["error"] = "invalid_client" }, 401);
        }
        else
        {
            var token = TokenOf((string)http.GetRouteValue("world")!);
            await Write(
                http,
                new JsonObject
                {
                    ["access_token"] = token,
                    ["token_type"] = "Bearer",
                    ["expires_in"] = 1800,
                }
            );
        }
    }

    private static bool IsSignedIn(HttpRequest request, string world) =>
        request.Headers["X-Api-Key"] == Secret
        || IsBasic(request.Headers.Authorization)
        || request.Headers.Authorization == $"Bearer {Secret}"
        || request.Headers.Authorization == $"Bearer {TokenOf(world)}";

    private static bool IsBasic(string? header) =>
        AuthenticationHeaderValue.TryParse(header, out var value)
        && "Basic".Equals(value.Scheme, StringComparison.OrdinalIgnoreCase)
        && value.Parameter == Convert.ToBase64String(Encoding.UTF8.GetBytes($"{User}:{Secret}"));

    private static string TokenOf(string world) => $"token-of-{world}";
}

/// <summary>An error in the form that this API gives it: <c>{"error":{"code","message","field"}}</c>.</summary>
internal sealed class RestException(int status, string code, string message, string? field = null) : Exception(message)
{
    public int Status { get; } = status;

    public string Code { get; } = code;

    public string? Field { get; } = field;
}
