using System.Buffers;
using IntegrationFunctions.Webhooks.Incoming;
using Microsoft.AspNetCore.Diagnostics;

namespace IntegrationFunctions.Functions.Http.Hooks;

/// <summary>
/// Where providers send their webhooks: no key, but an address that nobody can guess and a signature over the bytes as they came. Answered with 200
/// when the message is on disk, and not before. The body reaches no log.
/// </summary>
internal static class ReceiveHook
{
    private const string Path = "/hooks";

    public static void Map(IEndpointRouteBuilder app) =>
        // Past the guards of the API: there is no caller whom they could know, and each of them costs.
        app.MapPost(Path + "/{token}", (RequestDelegate)Handle).ExcludeFromDescription().ShortCircuit();

    private static async Task Handle(HttpContext http)
    {
        var services = http.RequestServices;
        var addresses = services.GetRequiredService<HookAddresses>();
        var token = (string)http.GetRouteValue("token")!;
        if (await addresses.Find(token, http.RequestAborted) is not { } hook)
        {
            // As any address that leads nowhere.
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }
        if (http.Request.ContentLength > BodyLimit.Default)
        {
            http.Response.StatusCode = StatusCodes.Status413PayloadTooLarge;
            return;
        }
        var tally = services.GetRequiredService<IncomingTally>();
        if (!hook.Rate.TryTake())
        {
            tally.RateLimited(hook.TenantId, hook.WebhookId);
            http.Response.Headers.RetryAfter = "1";
            await Refuse(
                http,
                hook,
                StatusCodes.Status429TooManyRequests,
                "rate-limited",
                $"This address takes {hook.Rate.PerSecond} messages a second. Send it again later; maxPerSecond of the webhook is the limit."
            );
            return;
        }
        if (await Read(http) is not { } body)
        {
            http.Response.StatusCode = StatusCodes.Status413PayloadTooLarge;
            return;
        }
        var headers = http.Request.Headers;
        var delivery = new WebhookDelivery(
            body,
            name => headers.TryGetValue(name, out var values) ? (string?)values : null
        );
        var clock = services.GetRequiredService<TimeProvider>();
        var verdict = hook.Provider.Verify(delivery, hook.Keys, clock.GetUtcNow());
        if (verdict != WebhookVerdict.Accepted)
        {
            tally.Refused(hook.TenantId, hook.WebhookId, verdict);
            await Refuse(http, hook, hook.Provider.RefusalStatus, "signature-invalid", Explain(verdict));
            return;
        }
        if (hook.Paused)
        {
            tally.WhilePaused(hook.TenantId, hook.WebhookId);
            http.Response.Headers.RetryAfter = "300";
            await Refuse(
                http,
                hook,
                StatusCodes.Status503ServiceUnavailable,
                "incoming-webhook-paused",
                "This webhook is paused. Send the message again later."
            );
            return;
        }
        var inbox = services.GetRequiredService<IncomingInbox>();
        // Once the message is signed and whole it is stored, even where the sender has hung up.
        if (!await inbox.Take(hook.TenantId, hook.WebhookId, hook.Provider.Identity(delivery), body))
        {
            tally.Repeat(hook.TenantId, hook.WebhookId);
        }
        http.Response.ContentLength = 0;
    }

    // Null: larger than an address takes, of which nothing more is read.
    private static async ValueTask<byte[]?> Read(HttpContext http)
    {
        var reader = http.Request.BodyReader;
        while (true)
        {
            var read = await reader.ReadAsync(http.RequestAborted);
            if (read.Buffer.Length > BodyLimit.Default)
            {
                reader.AdvanceTo(read.Buffer.End);
                return null;
            }
            if (read.IsCompleted)
            {
                var body = read.Buffer.ToArray();
                reader.AdvanceTo(read.Buffer.End);
                return body;
            }
            reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    private static Task Refuse(HttpContext http, OpenHook hook, int status, string code, string detail)
    {
        if (!hook.Provider.WantsEmptyAnswers)
        {
            return Problems.Create(status, code, detail).ExecuteAsync(http);
        }
        http.Features.Get<IStatusCodePagesFeature>()?.Enabled = false;
        http.Response.StatusCode = status;
        http.Response.ContentLength = 0;
        return Task.CompletedTask;
    }

    private static string Explain(WebhookVerdict verdict) =>
        verdict switch
        {
            WebhookVerdict.SignatureMissing => "The provider's signature headers are missing.",
            WebhookVerdict.SignatureMalformed => "The signature headers are not of the provider's form.",
            WebhookVerdict.TimestampOutOfTolerance =>
                "The message was signed more than five minutes from now. Sign it anew, and check the clock.",
            _ =>
                "No secret of this webhook gives this signature over the body as it came. Check the secret at both ends.",
        };
}
