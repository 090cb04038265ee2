namespace IntegrationFunctions.Platform.Http.Telemetry;

/// <summary>A method as it may be told; <c>_OTHER</c>, as the conventions have it, for those that may be anything.</summary>
internal static class MethodName
{
    public static string Of(HttpMethod method) =>
        method.Method is "GET" or "HEAD" or "POST" or "PUT" or "PATCH" or "DELETE" or "OPTIONS" or "TRACE" or "CONNECT"
            ? method.Method
            : "_OTHER";
}
