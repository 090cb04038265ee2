using Microsoft.AspNetCore.Http.Features;

namespace IntegrationFunctions.Functions.Http;

/// <summary>
/// Refuses a request line or headers that are too large with a problem, which the server itself, who closes the connection, would not write. What is
/// larger than <see cref="ServerLineBytes"/> and <see cref="ServerHeaderBytes"/> never gets here.
/// </summary>
internal static class HeadLimit
{
    /// <summary>Bytes of a request line after which the server closes the connection.</summary>
    public const int ServerLineBytes = 64 * 1024;

    /// <summary>Bytes of all headers after which the server closes the connection.</summary>
    public const int ServerHeaderBytes = 128 * 1024;

    /// <summary>Headers after which the server closes the connection.</summary>
    public const int ServerHeaders = 200;

    private const int MostAddress = 8_000;
    private const int MostHeaderText = 32_000;
    private const int MostHeaders = 100;

    /// <summary>Before all that reads them.</summary>
    public static Task Run(HttpContext http, RequestDelegate next)
    {
        if (http.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget.Length > MostAddress)
        {
            return Refuse(
                http,
                StatusCodes.Status414UriTooLong,
                "address-too-long",
                $"The address has more than {MostAddress} characters. Send what is long in a body, or ask for less at once."
            );
        }
        var (count, length) = (0, 0);
        foreach (var (name, values) in http.Request.Headers)
        {
            foreach (var value in values)
            {
                count++;
                length += name.Length + (value?.Length ?? 0);
            }
        }
        return count > MostHeaders || length > MostHeaderText
            ? Refuse(
                http,
                StatusCodes.Status431RequestHeaderFieldsTooLarge,
                "headers-too-large",
                $"The request has {count} headers of {length} characters; {MostHeaders} of {MostHeaderText} together are taken."
            )
            : next(http);
    }

    private static Task Refuse(HttpContext http, int status, string code, string detail) =>
        Problems.Create(status, code, detail).ExecuteAsync(http);
}
