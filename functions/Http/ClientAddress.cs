using System.Net;
using IntegrationFunctions.Functions.Host;
using IntegrationFunctions.Functions.Host.CustomHandler;

namespace IntegrationFunctions.Functions.Http;

/// <summary>Where a request comes from.</summary>
public static class ClientAddress
{
    /// <summary>
    /// The client's address; null where it isn't known. What the Functions host forwards comes from this machine, and Azure's front end says in
    /// the last entry of X-Forwarded-For from where; a client that reaches us itself could write anything there, and is asked for nothing.
    /// </summary>
    public static IPAddress? From(HttpContext http)
    {
        if (http.RequestServices.GetService<PlatformOptions>() is not { Home: PlatformHome.FunctionsHost })
        {
            return http.Connection.RemoteIpAddress;
        }
        if (!HostFence.IsForwarded(http.Request))
        {
            return null;
        }
        var last = http.Request.Headers["X-Forwarded-For"].ToString().Split(',')[^1].Trim();
        return IPEndPoint.TryParse(last, out var endpoint) ? endpoint.Address : null;
    }
}
