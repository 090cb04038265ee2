using System.Diagnostics;
using System.Globalization;

namespace IntegrationFunctions.Platform.Http.Telemetry;

/// <summary>Counts and times each attempt of a call: a span and a duration.</summary>
internal sealed class AttemptHandler(OutgoingTelemetry telemetry, TimeProvider clock) : DelegatingHandler
{
    private static readonly HttpRequestOptionsKey<int> Key = new("attempts");

    /// <summary>How many attempts the request has taken.</summary>
    public static int CountOf(HttpRequestMessage request) =>
        request.Options.TryGetValue(Key, out var attempts) ? attempts : 0;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken ct)
    {
        var attempt = CountOf(request) + 1;
        request.Options.Set(Key, attempt);
        var address = request.RequestUri!;
        var method = MethodName.Of(request.Method);
        var tags = new TagList
        {
            { "http.request.method", method },
            { "server.address", address.IdnHost },
            { "server.port", address.Port },
        };
        using var span = OutgoingTelemetry.Source.StartActivity(
            method,
            ActivityKind.Client,
            default(ActivityContext),
            tags
        );
        span?.SetTag("url.full", MaskedPath.Address(address));
        span?.SetTag("integration_functions.integration.id", PurposeHandler.Of(request).IntegrationId);
        if (attempt > 1)
        {
            span?.SetTag("http.request.resend_count", attempt - 1);
        }
        var began = clock.GetTimestamp();
        try
        {
            var response = await base.SendAsync(request, ct);
            var status = (int)response.StatusCode;
            tags.Add("http.response.status_code", status);
            span?.SetTag("http.response.status_code", status);
            if (status >= 400)
            {
                Fail(span, ref tags, status.ToString(CultureInfo.InvariantCulture));
            }
            return response;
        }
        catch (Exception e)
        {
            Fail(span, ref tags, ErrorType.Of(e));
            throw;
        }
        finally
        {
            telemetry.Attempt(tags, clock.GetElapsedTime(began), attempt);
        }
    }

    private static void Fail(Activity? span, ref TagList tags, string type)
    {
        tags.Add("error.type", type);
        span?.SetTag("error.type", type);
        // Without a description: texts of exceptions quote what the other side sent.
        span?.SetStatus(ActivityStatusCode.Error);
    }
}
