using IntegrationFunctions.Identity;

namespace IntegrationFunctions.Functions.Http;

/// <summary>The caller of a request, put there by the authentication step.</summary>
public static class HttpCaller
{
    private static readonly object Key = new();

    public static Caller Caller(this HttpContext http) =>
        http.Items[Key] as Caller
        ?? throw new InvalidOperationException("The endpoint was reached without authentication.");

    /// <summary>The caller, or null where nobody has signed in.</summary>
    internal static Caller? FindCaller(this HttpContext http) => http.Items[Key] as Caller;

    internal static void SetCaller(this HttpContext http, Caller caller) => http.Items[Key] = caller;
}
