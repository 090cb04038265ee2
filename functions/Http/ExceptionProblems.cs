using System.Text.Json;
using System.Text.RegularExpressions;
using IntegrationFunctions.Durable.History;
using IntegrationFunctions.Durable.PassThrough;
using IntegrationFunctions.Durable.PassThrough.Client;
using IntegrationFunctions.Platform.Results;
using IntegrationFunctions.Platform.Storage;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IntegrationFunctions.Functions.Http;

/// <summary>Turns whatever escapes an endpoint into problem details. What is inside stays inside: it is in the log, under the trace id.</summary>
internal sealed partial class ExceptionProblems(ILogger<ExceptionProblems> log) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext http, Exception exception, CancellationToken ct)
    {
        if (exception is OperationCanceledException && http.RequestAborted.IsCancellationRequested)
        {
            return true;
        }
        await Explain(http, exception).ExecuteAsync(http);
        return true;
    }

    private ProblemHttpResult Explain(HttpContext http, Exception exception)
    {
        switch (exception)
        {
            case BadHttpRequestException bad:
                return Explain(bad);
            case JsonException json:
                var (detail, fields) = BodyErrors.Explain(json);
                return Problems.Create(StatusCodes.Status400BadRequest, "body-invalid", detail, fields);
            case IntegrationException { Error: var error }:
                return Problems.From(error);
            case DamagedHistoryException damaged:
                return Problems.Create(
                    StatusCodes.Status409Conflict,
                    "history-damaged",
                    $"The stored history of this workflow is damaged: {damaged.Message}. The operator restores it from a backup; restart and purge work without it."
                );
            case StorageException storage:
                LogStorage(log, storage.Message);
                return Problems.Create(
                    StatusCodes.Status503ServiceUnavailable,
                    "storage-unavailable",
                    "The storage can't do its work at the moment; the operator finds the reason in the log and at /health/ready."
                );
            case HistoryNotSupportedException:
                return Problems.Create(
                    StatusCodes.Status501NotImplemented,
                    "history-unavailable",
                    "Where Durable Functions runs the workflows, their histories are not to be had through this API. They are in the task hub's History table."
                );
            case DurableEndpointUnknownException:
                // The next trigger that the host calls brings the address; the timers' is seconds away.
                http.Response.Headers.RetryAfter = "5";
                return Problems.Create(
                    StatusCodes.Status503ServiceUnavailable,
                    "workflows-unavailable",
                    "This instance has just started and can't reach the workflows yet. Send the request again in a few seconds."
                );
            default:
                LogBug(log, exception, http.Request.Method, http.Request.Path);
                return Problems.Create(
                    StatusCodes.Status500InternalServerError,
                    "internal-error",
                    "Something went wrong here, and nothing about your request. Send it again later; the log holds the details under this traceId."
                );
        }
    }

    private static ProblemHttpResult Explain(BadHttpRequestException bad)
    {
        if (bad.InnerException is JsonException json)
        {
            var (detail, fields) = BodyErrors.Explain(json);
            return Problems.Create(StatusCodes.Status400BadRequest, "body-invalid", detail, fields);
        }
        if (bad.StatusCode is StatusCodes.Status413PayloadTooLarge or StatusCodes.Status415UnsupportedMediaType)
        {
            return StatusProblems.For(bad.StatusCode);
        }
        if (Parameter().Match(bad.Message) is { Success: true } parameter)
        {
            var name = parameter.Groups[1].Value;
            return Problems.Create(
                StatusCodes.Status400BadRequest,
                "parameter-invalid",
                $"The parameter '{name}' can't be '{parameter.Groups[2].Value}'."
            );
        }
        return bad.Message.Contains("body", StringComparison.OrdinalIgnoreCase)
            ? Problems.Create(StatusCodes.Status400BadRequest, "body-missing", "The request needs a JSON body.")
            : Problems.Create(bad.StatusCode, "request-invalid", "The request can't be read.");
    }

    [GeneratedRegex("""Failed to bind parameter ".* (\S+)" from "(.*)"\.""")]
    private static partial Regex Parameter();

    [LoggerMessage(LogLevel.Error, "{Reason}")]
    private static partial void LogStorage(ILogger log, string reason);

    [LoggerMessage(LogLevel.Error, "{Method} {Path} failed.")]
    private static partial void LogBug(ILogger log, Exception e, string method, PathString path);
}
