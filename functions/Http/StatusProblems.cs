using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IntegrationFunctions.Functions.Http;

/// <summary>Bodies for answers that would have none: unknown routes, wrong methods, wrong media types.</summary>
internal static class StatusProblems
{
    // Virtual systems answer as the real ones do, with an empty body where those have one.
    public static Task Write(StatusCodeContext context) =>
        context.HttpContext.Request.Path.StartsWithSegments("/sandbox")
            ? Task.CompletedTask
            : For(context.HttpContext.Response.StatusCode, context.HttpContext).ExecuteAsync(context.HttpContext);

    public static ProblemHttpResult For(int status, HttpContext? http = null) =>
        status switch
        {
            StatusCodes.Status404NotFound => Problems.Create(
                status,
                "route-not-found",
                $"There is nothing at {http?.Request.Path}. The API is described at /openapi/v1.json and /docs."
            ),
            StatusCodes.Status405MethodNotAllowed => Problems.Create(
                status,
                "method-not-allowed",
                $"{http?.Request.Path} does not take {http?.Request.Method}; it takes {http?.Response.Headers.Allow}."
            ),
            StatusCodes.Status413PayloadTooLarge => Problems.Create(
                status,
                "body-too-large",
                "The body is larger than this endpoint takes (1 MB where its description says nothing else)."
            ),
            StatusCodes.Status415UnsupportedMediaType => Problems.Create(
                status,
                "media-type-unsupported",
                "Send the body as its endpoint takes it, with Content-Type: application/json, application/xml for a bank statement, or text/csv for a value map."
            ),
            _ => Problems.Create(status, $"http-{status}", "The request was refused."),
        };
}
