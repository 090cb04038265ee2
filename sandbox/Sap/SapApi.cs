using System.Net.Http.Headers;
using System.Text;
using IntegrationFunctions.Sandbox.Worlds;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace IntegrationFunctions.Sandbox.Sap;

/// <summary>The virtual SAP's door: routes, sign-in, and errors in the form that the gateway gives them.</summary>
internal static class SapApi
{
    private const string User = "SANDBOX";
    private const string Password = "sandbox";

    public static void Map(RouteGroupBuilder sandbox)
    {
        const string odata = "/{world}/sap/sap/opu/odata/sap/{service}/{**path}";
        sandbox.MapMethods(odata, ["GET"], (HttpContext http) => Serve(http, Reading.Handle));
        sandbox.MapMethods(
            odata,
            ["POST", "PUT", "PATCH", "MERGE", "DELETE"],
            (HttpContext http) => Serve(http, Writing.Handle)
        );
        sandbox.MapPost("/{world}/sap/sap/bc/srt/scs_ext/sap/journalentrycreaterequestconfi", JournalPosting.Handle);
    }

    /// <summary>The world, if the caller is signed in; otherwise null, and the response says why.</summary>
    public static async Task<World?> SignIn(HttpContext http)
    {
        var name = (string)http.GetRouteValue("world")!;
        if (http.RequestServices.GetRequiredService<WorldRegistry>().Find(name) is not { } world)
        {
            await ControlApi.NoWorld(name).ExecuteAsync(http);
            return null;
        }
        if (IsSignedIn(http.Request))
        {
            return world;
        }
        http.Response.StatusCode = StatusCodes.Status401Unauthorized;
        http.Response.Headers.WWWAuthenticate = "Basic realm=\"SAP NetWeaver Application Server [SBX/100]\"";
        http.Response.ContentType = "text/html;charset=utf-8";
        await http.Response.WriteAsync(
            "<html><body><h1>Logon failed</h1><p>Anmeldung fehlgeschlagen</p></body></html>"
        );
        return null;
    }

    private static async Task Serve(HttpContext http, Func<SapRequest, Task> handle)
    {
        if (await SignIn(http) is not { } world)
        {
            return;
        }
        var name = (string)http.GetRouteValue("service")!;
        var path = (string?)http.GetRouteValue("path") ?? "";
        var time = http.RequestServices.GetRequiredService<TimeProvider>();
        try
        {
            if (!EdmService.All.TryGetValue(name, out var service))
            {
                throw new ODataException(
                    404,
                    "/IWFND/MED/170",
                    $"No service found for namespace '', name '{name}', version '0001'"
                );
            }
            if (http.Request.Method == "GET")
            {
                http.RequestServices.GetRequiredService<CsrfSessions>().Fetch(http);
                if (await Reading.ServiceLevel(http, world, service, path))
                {
                    return;
                }
            }
            await handle(new SapRequest(http, world, service, ResourcePath.Parse(path)));
        }
        catch (ODataException e)
        {
            await SapErrors.Write(http, e, name, time.GetUtcNow());
        }
    }

    private static bool IsSignedIn(HttpRequest request)
    {
        if (
            !AuthenticationHeaderValue.TryParse(request.Headers.Authorization, out var header)
            || !"Basic".Equals(header.Scheme, StringComparison.OrdinalIgnoreCase)
        )
        {
            return false;
        }
        var expected = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{User}:{Password}"));
        return header.Parameter == expected;
    }
}
