using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.Metadata;

namespace IntegrationFunctions.Functions.Http;

/// <summary>
/// Refuses a body that is larger than its endpoint takes (its IRequestSizeLimitMetadata, or <see cref="Default"/>) before any of it is read. The
/// server lets the client send the rest of it and throws that away, up to <see cref="Most"/>: a connection closed in the middle of a body takes
/// the answer with it (RFC 9112 section 9.6).
/// </summary>
internal static class BodyLimit
{
    /// <summary>Bytes that an endpoint takes where it says nothing else.</summary>
    public const int Default = 1024 * 1024;

    /// <summary>Bytes after which the server closes the connection, whatever the endpoint.</summary>
    public const int Most = 64 * 1024 * 1024;

    /// <summary>After routing.</summary>
    public static Task Run(HttpContext http, RequestDelegate next)
    {
        var limit =
            http.GetEndpoint()?.Metadata.GetMetadata<IRequestSizeLimitMetadata>()?.MaxRequestBodySize ?? Default;
        if (http.Request.ContentLength > limit)
        {
            http.Response.StatusCode = StatusCodes.Status413PayloadTooLarge;
            return Task.CompletedTask;
        }
        // A body that does not tell its length is counted while it is read.
        if (
            http.Request.ContentLength is null
            && http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } counted
        )
        {
            counted.MaxRequestBodySize = limit;
        }
        return next(http);
    }
}
