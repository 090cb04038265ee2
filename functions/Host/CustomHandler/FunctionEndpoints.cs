using System.Diagnostics;
using IntegrationFunctions.Durable;
using IntegrationFunctions.Durable.PassThrough;
using IntegrationFunctions.Functions.Http;
using Microsoft.AspNetCore.Mvc;

namespace IntegrationFunctions.Functions.Host.CustomHandler;

/// <summary>The addresses that the Functions host calls: <c>POST /{FunctionName}</c>.</summary>
internal static partial class FunctionEndpoints
{
    private static readonly ActivitySource Source = new("IntegrationFunctions.Functions");

    public static void MapFunctions(this IEndpointRouteBuilder app, FunctionRegistry registry)
    {
        foreach (var function in registry.Functions.Where(function => !function.IsForwarded))
        {
            // A history of an orchestration comes whole; the extension itself holds messages to 4 MB, Cosmos DB its pages to some more.
            app.MapPost($"/{function.Name}", http => Run(function, http))
                .WithMetadata(new RequestSizeLimitAttribute(BodyLimit.Most))
                .ExcludeFromDescription();
        }
    }

    private static async Task Run(FunctionDeclaration function, HttpContext http)
    {
        var log = http.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(FunctionEndpoints));
        if (HostFence.Refusal(http.Request) is { } refusal)
        {
            LogRefused(log, function.Name, refusal);
            await Write(http, StatusCodes.Status403Forbidden, FunctionAnswer.Failed(refusal));
            return;
        }
        var (status, answer) = await Answer(function, http, log);
        await Write(http, status, answer);
    }

    private static async Task<(int Status, FunctionAnswer Answer)> Answer(
        FunctionDeclaration function,
        HttpContext http,
        ILogger log
    )
    {
        var id = http.Request.Headers[HostFence.InvocationId].ToString();
        using var span = StartSpan(function, id, http.Request);
        try
        {
            using var body = new MemoryStream();
            await http.Request.Body.CopyToAsync(body, http.RequestAborted);
            var call = Invocation.Read(id, body.GetBuffer().AsMemory(0, (int)body.Length), http.RequestServices);
            if (call.Has(FunctionBinding.Client.Name))
            {
                Learn(call);
            }
            return (StatusCodes.Status200OK, await function.Handle!(call, http.RequestAborted));
        }
        catch (EnvelopeException e)
        {
            LogFailed(log, e, function.Name, id);
            return Failed(span, StatusCodes.Status400BadRequest, e.Message);
        }
        catch (BadHttpRequestException e)
        {
            return Failed(span, e.StatusCode, e.Message);
        }
        catch (DurableEndpointUnknownException e)
        {
            http.Response.Headers.RetryAfter = "5";
            return Failed(span, StatusCodes.Status503ServiceUnavailable, e.Message);
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            return Failed(span, StatusCodes.Status503ServiceUnavailable, "The call was given up.");
        }
        catch (Exception e)
        {
            LogFailed(log, e, function.Name, id);
            return Failed(
                span,
                StatusCodes.Status500InternalServerError,
                $"The function {function.Name} failed; the log holds the details under invocation {id}."
            );
        }
    }

    // What the binding says is a secret: it may be kept, and not logged.
    private static void Learn(Invocation call)
    {
        try
        {
            call.Services.GetRequiredService<EndpointMemory>().Learn(call.Text(FunctionBinding.Client.Name));
        }
        catch (FormatException e)
        {
            throw new EnvelopeException(
                $"Data.{FunctionBinding.Client.Name} is no durableClient binding: {e.Message}",
                e
            );
        }
    }

    // The host says in traceparent (W3C Trace Context) which of its spans this call belongs to.
    private static Activity? StartSpan(FunctionDeclaration function, string id, HttpRequest request)
    {
        var parent = Activity.Current?.Context;
        if (
            parent is null
            && ActivityContext.TryParse(request.Headers.TraceParent, request.Headers.TraceState, true, out var sent)
        )
        {
            parent = sent;
        }
        var span = Source.StartActivity(function.Name, ActivityKind.Server, parent ?? default);
        span?.SetTag("faas.invocation_id", id);
        span?.SetTag("faas.trigger", function.Trigger.Type);
        return span;
    }

    private static (int, FunctionAnswer) Failed(Activity? span, int status, string why)
    {
        span?.SetStatus(ActivityStatusCode.Error, why);
        return (status, FunctionAnswer.Failed(why));
    }

    private static async Task Write(HttpContext http, int status, FunctionAnswer answer)
    {
        var body = answer.ToJson();
        http.Response.StatusCode = status;
        http.Response.ContentType = "application/json; charset=utf-8";
        http.Response.ContentLength = body.Length;
        await http.Response.Body.WriteAsync(body, CancellationToken.None);
    }

    [LoggerMessage(LogLevel.Warning, "A call of the function {Function} was refused. {Why}")]
    private static partial void LogRefused(ILogger log, string function, string why);

    [LoggerMessage(LogLevel.Error, "The function {Function} failed (invocation {Id}).")]
    private static partial void LogFailed(ILogger log, Exception e, string function, string id);
}
