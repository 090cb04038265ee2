using System.Net;

namespace IntegrationFunctions.Functions.Host.CustomHandler;

/// <summary>
/// Tells the host's own calls from requests of others that the host forwards. The functions' addresses trust their caller, and a route in the host is
/// no fence: the host decodes a path once more than it matched, so that <c>/api/%252e%252e/Name</c> is forwarded as <c>/Name</c>. A forwarded
/// request keeps its headers: its Host is the name that the app is called by, and Azure's front end adds where it came from.
/// </summary>
internal static class HostFence
{
    /// <summary>On every request that comes from the host, forwarded ones included.</summary>
    public const string InvocationId = "X-Azure-Functions-InvocationId";

    private static readonly string[] FromOutside =
    [
        "X-Forwarded-For",
        "X-Forwarded-Host",
        "X-Forwarded-Proto",
        "X-Original-URL",
        "X-ARR-LOG-ID",
        "X-ARR-SSL",
        "DISGUISED-HOST",
        "WAS-DEFAULT-HOSTNAME",
        "X-WAWS-Unencoded-URL",
        "Forwarded",
        "Authorization",
        "Cookie",
        "Origin",
    ];

    /// <summary>Why a request is no call of the host's own; null where it is one.</summary>
    public static string? Refusal(HttpRequest request)
    {
        if (request.Headers[InvocationId] is not [{ Length: > 0 }])
        {
            return $"A function is called by the Functions host alone, with one header {InvocationId}.";
        }
        var host = request.Host;
        var own =
            IPAddress.TryParse(host.Host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address)
            || host.Host == "localhost";
        if (!own || host.Port != request.HttpContext.Connection.LocalPort)
        {
            return $"A function is called by the Functions host alone, at this machine's own address; this request was for {host}.";
        }
        return FromOutside.FirstOrDefault(request.Headers.ContainsKey) is { } header
            ? $"A function is called by the Functions host alone; this request came from outside, with the header {header}."
            : null;
    }

    /// <summary>Whether the host forwarded a request: it came from somewhere else, whatever the connection says.</summary>
    public static bool IsForwarded(HttpRequest request) => request.Headers.ContainsKey(InvocationId);
}
