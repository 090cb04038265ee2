using System.Security.Cryptography;
using System.Text;
using IntegrationFunctions.Platform.Secrets;
using IntegrationFunctions.Platform.Storage;
using Microsoft.Extensions.Primitives;

namespace IntegrationFunctions.Functions.Http.Guards.Idempotency;

/// <summary>
/// The <c>Idempotency-Key</c> of any call that changes something: a repeat within 24 hours gets the first one's answer, and nothing is done. A crash
/// between the work and its answer leaves the key locked for a minute; what is done then is kept single by the endpoints themselves.
/// </summary>
internal static partial class IdempotencyStep
{
    public const string Header = "Idempotency-Key";
    public const string Replayed = "Idempotency-Replayed";

    // Sealed and in base64 it must fit into a document.
    private const int MostKept = 512 * 1024;

    // What else an answer carries is of its time: limits, dates, traces.
    private static readonly string[] KeptHeaders =
    [
        "Content-Type",
        "Content-Disposition",
        "Content-Language",
        "Location",
        "ETag",
        "Link",
        "Cache-Control",
    ];

    /// <summary>After all that may refuse a call without looking at its body.</summary>
    public static Task Run(HttpContext http, RequestDelegate next) =>
        !RateLimitStep.Mutates(http.Request.Method)
        || http.FindCaller() is null
        || !http.Request.Headers.ContainsKey(Header)
            ? next(http)
            : Once(http, next);

    private static async Task Once(HttpContext http, RequestDelegate next)
    {
        if (http.Request.TryIdempotencyKey(out var key) is { } refused)
        {
            await refused.ExecuteAsync(http);
            return;
        }
        var log = http.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(IdempotencyStep));
        var fingerprint = await Fingerprint(http.Request, http.RequestAborted);
        var calls = http.RequestServices.GetRequiredService<KeptCalls>();
        Claim? mine;
        KeptCall? theirs;
        try
        {
            (mine, theirs) = await calls.Begin(http.Caller(), key!, fingerprint, http.RequestAborted);
        }
        catch (KeyDestroyedException)
        {
            // Nothing can be kept for this tenant any more; the endpoints have their own ways to do a thing once.
            await next(http);
            return;
        }
        await (mine is not null ? Do(http, next, mine, log) : Repeat(http, theirs!, fingerprint));
    }

    private static async Task Do(HttpContext http, RequestDelegate next, Claim claim, ILogger log)
    {
        using var done = new CancellationTokenSource();
        var kept = claim.Keep(done.Token);
        var original = http.Response.Body;
        using var body = new CapturedBody(original, MostKept);
        http.Response.Body = body;
        var finished = false;
        try
        {
            await next(http);
            finished = true;
        }
        finally
        {
            http.Response.Body = original;
            await done.CancelAsync();
            // An answer is kept before it is sent: whoever doesn't get it finds it.
            await Settle(http, claim, kept, finished && body.IsWhole ? body : null, log);
        }
        if (body.IsWhole && body.Held.Length > 0)
        {
            http.Response.ContentLength = body.Held.Length;
            await original.WriteAsync(body.Held, http.RequestAborted);
        }
    }

    private static async Task Settle(HttpContext http, Claim claim, Task kept, CapturedBody? body, ILogger log)
    {
        try
        {
            await kept;
            if (body is not null && IsFinal(http.Response.StatusCode))
            {
                await claim.Finish(http.Response.StatusCode, Headers(http.Response), body.Held);
            }
            else
            {
                await claim.Release();
            }
        }
        catch (KeyDestroyedException)
        {
            // The call itself may have destroyed it.
            await claim.Release();
        }
        catch (StorageException e)
        {
            // What was done is done, and its answer is at hand; only a repeat will not find it.
            LogLost(log, e.Message);
        }
    }

    private static Task Repeat(HttpContext http, KeptCall call, string fingerprint)
    {
        if (call.Fingerprint != fingerprint)
        {
            return Problems
                .Create(
                    StatusCodes.Status409Conflict,
                    "idempotency-key-reused",
                    "This Idempotency-Key came earlier with another request: another method, address or body. Send a new key with a new request."
                )
                .ExecuteAsync(http);
        }
        if (call.LockedUntil is not null)
        {
            http.Response.Headers.RetryAfter = "2";
            return Problems
                .Create(
                    StatusCodes.Status409Conflict,
                    "idempotency-in-progress",
                    "The first request with this Idempotency-Key is still being worked on. Send it again after Retry-After to get its answer.",
                    [],
                    TimeSpan.FromSeconds(2)
                )
                .ExecuteAsync(http);
        }
        http.Response.StatusCode = call.Status!.Value;
        foreach (var (name, value) in call.Headers ?? new Dictionary<string, string>())
        {
            http.Response.Headers[name] = value;
        }
        http.Response.Headers[Replayed] = "true";
        var body = Convert.FromBase64String(call.Body ?? "");
        if (body.Length == 0)
        {
            return Task.CompletedTask;
        }
        http.Response.ContentLength = body.Length;
        return http.Response.Body.WriteAsync(body, http.RequestAborted).AsTask();
    }

    /// <summary>Whether an answer will still be the right one later. The others tell of a state that passes: a fault, a limit, a right not yet given.</summary>
    private static bool IsFinal(int status) =>
        status
            is < 500
                and not StatusCodes.Status401Unauthorized
                and not StatusCodes.Status403Forbidden
                and not StatusCodes.Status408RequestTimeout
                and not StatusCodes.Status429TooManyRequests;

    private static Dictionary<string, string> Headers(HttpResponse response) =>
        KeptHeaders
            .Where(name => !StringValues.IsNullOrEmpty(response.Headers[name]))
            .ToDictionary(name => name, name => response.Headers[name].ToString(), StringComparer.Ordinal);

    // The body is read twice: a large one goes to a file meanwhile.
    private static async Task<string> Fingerprint(HttpRequest request, CancellationToken ct)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes($"{request.Method}\n{request.Path}\n{request.QueryString}\n"));
        request.EnableBuffering();
        var buffer = new byte[16 * 1024];
        int read;
        while ((read = await request.Body.ReadAsync(buffer, ct)) > 0)
        {
            hash.AppendData(buffer, 0, read);
        }
        request.Body.Position = 0;
        return Convert.ToBase64String(hash.GetHashAndReset());
    }

    [LoggerMessage(LogLevel.Error, "An answer could not be kept for its Idempotency-Key. {Reason}")]
    private static partial void LogLost(ILogger log, string reason);
}
