using System.Text;

namespace IntegrationFunctions.Functions.Http.Pages;

/// <summary>What the <c>type</c> of a problem leads to: /docs/errors#code.</summary>
internal static class ErrorsPage
{
    private static readonly (string Code, int Status, string Meaning)[] Codes =
    [
        (
            "body-invalid",
            400,
            "The body is not JSON, or not what the endpoint's description says. errors points at the place."
        ),
        ("body-missing", 400, "The endpoint needs a JSON body."),
        ("parameter-invalid", 400, "A path or query parameter is of the wrong form."),
        ("parameter-unknown", 400, "There is no such query parameter here; the answer names those that there are."),
        ("address-too-long", 414, "The address has more than 8,000 characters. Send what is long in a body."),
        (
            "headers-too-large",
            431,
            "The headers have more than 32,000 characters together, or are more than a hundred."
        ),
        ("origin-unknown", 403, "No tenant allows pages of this origin to call the API; see putCors."),
        ("origin-invalid", 422, "An origin is not as browsers send it: scheme, host and port of a page, and no more."),
        ("version-unknown", 400, "Api-Version names no version of the API; the answer names those that there are."),
        ("limit-invalid", 400, "limit must be 1 to 200."),
        ("cursor-invalid", 400, "The cursor was not made by this list."),
        ("idempotency-key-invalid", 400, "Idempotency-Key must appear once, with 1 to 255 printable ASCII characters."),
        ("request-invalid", 400, "The request can't be read as HTTP."),
        ("key-missing", 401, "There is no API key in the Authorization header."),
        ("token-invalid", 401, "The access token is not one of this server, is over, or was revoked."),
        ("session-over", 401, "The browser's session is over or was ended. Sign in again."),
        ("cross-site", 403, "A browser's session changes something only from a page of this server."),
        ("session-needed", 403, "What you sign in with is changed from a browser's session alone."),
        ("key-expired", 401, "The API key has expired."),
        ("key-address", 401, "The API key may not be used from this address."),
        ("key-invalid", 401, "The API key is misspelled, unknown or revoked."),
        (
            "signature-invalid",
            401,
            "The provider's signature is missing, malformed, too old, or not made with a secret of the webhook over the body as it came. GoCardless is told 498."
        ),
        ("forbidden", 403, "The user's roles do not allow this."),
        ("scope-missing", 403, "The key or token has not got the scope that this needs; the detail names it."),
        (
            "sandbox-only",
            403,
            "A key or token of the sandbox changes nothing that belongs to the account as a whole. Use a live one."
        ),
        (
            "event-not-allowed",
            403,
            "The workflow's kind does not take this event from users; the detail lists those it takes."
        ),
        ("not-found", 404, "There is no such thing in your tenant."),
        ("user-not-found", 404, "There is no such user in your tenant."),
        ("integration-not-found", 404, "There is no such integration in your tenant."),
        ("incoming-webhook-not-found", 404, "The integration has no such incoming webhook."),
        ("webhook-endpoint-not-found", 404, "There is no such webhook endpoint in your tenant."),
        ("webhook-delivery-not-found", 404, "The endpoint has no such delivery of an event; tests are not replayed."),
        (
            "object-not-found",
            404,
            "The integration's connector reads no objects of this name; the detail lists those it reads."
        ),
        ("mapping-not-found", 404, "There is no such mapping: the integration's connector reads no such object."),
        (
            "mapping-version-not-found",
            404,
            "The mapping has no version of this number; the detail names its last one. 422 where the body names it."
        ),
        ("value-map-not-found", 404, "There is no such value map in your tenant."),
        ("mapping-run-not-found", 404, "The mapping has no such run."),
        ("record-not-found", 404, "No such record is stored. Synchronise first, or give the key of another."),
        ("route-not-found", 404, "No endpoint has this address."),
        ("method-not-allowed", 405, "The address takes other methods; the Allow header names them."),
        ("idempotency-key-reused", 409, "The Idempotency-Key came earlier with another method, address or body."),
        (
            "idempotency-in-progress",
            409,
            "The first request with this Idempotency-Key is still being worked on. Send it again after Retry-After."
        ),
        ("mapping-exists", 409, "The mapping has versions already. Add one to them instead of beginning anew."),
        (
            "value-map-in-use",
            409,
            "A mapping in force looks values up in the value map; the detail names the mappings."
        ),
        ("value-map-limit", 409, "The space has as many value maps as one can have."),
        ("records-missing", 409, "No record of the object is stored yet. Synchronise first."),
        ("mapping-nothing-to-undo", 409, "No activation of the mapping is left that could be undone."),
        ("mapping-version-limit", 409, "The mapping has as many versions as one can have."),
        ("key-ended", 409, "The API key is revoked, expired or replaced already."),
        ("last-owner", 409, "A tenant keeps one owner who can sign in."),
        ("email-missing", 409, "The user has no e-mail address to sign in with."),
        ("application-public", 409, "A public OAuth application has no secret."),
        ("authenticator-set", 409, "There is an authenticator already. Remove it first."),
        (
            "mapping-invalid",
            422,
            "The mapping can't be used: the errors point at the rules, with what is wrong and how to mend it."
        ),
        (
            "mapping-round-trip",
            422,
            "A field that is declared two-way does not come back as it was from a stored record; the errors name both."
        ),
        ("credential-wrong", 422, "The password or the code is not right."),
        ("sign-in-locked", 429, "Too many wrong passwords or codes. Wait, and try again."),
        ("staff-taken", 409, "Another user of the tenant is bound to this person at Entra ID."),
        ("email-taken", 409, "Another user of the tenant signs in with this address."),
        ("integration-deleted", 409, "The Idempotency-Key made an integration that was deleted since."),
        (
            "incoming-webhook-exists",
            409,
            "The integration has an address for this provider already; the detail names it."
        ),
        (
            "webhook-endpoint-limit",
            409,
            "There are as many webhook endpoints as a space has. Delete one, or let one take more types."
        ),
        ("webhook-secrets-limit", 409, "As many secrets sign as may. Wait until the oldest of them has ended."),
        ("integration-paused", 409, "The integration is held. Resume it first."),
        ("workflow-ended", 409, "The workflow has ended and can't be steered any more."),
        ("workflow-not-ended", 409, "The workflow has not ended. Wait for its end, or terminate it first."),
        ("workflow-not-failed", 409, "Only a workflow that failed can be rewound."),
        ("restart-refused", 409, "The workflow's kind can't be restarted so; the detail says what to do instead."),
        (
            "history-damaged",
            409,
            "The stored history of the workflow is damaged. The operator restores it; restart and purge work without it."
        ),
        (
            "tenant-key-destroyed",
            409,
            "The tenant's key was destroyed on purpose, and its secrets with it. The operator makes a new key; then set the secrets anew."
        ),
        ("version-mismatch", 412, "Somebody else changed it meanwhile. Read it again."),
        ("body-too-large", 413, "The body is larger than the endpoint takes."),
        ("media-type-unsupported", 415, "Send the media type that the endpoint's description names."),
        ("validation-failed", 422, "The data was understood and refused. errors points at each field."),
        (
            "integration-secrets-missing",
            422,
            "The integration came from another installation without its secret settings. Change it and give them again."
        ),
        ("connector-unknown", 422, "There is no such connector. GET /api/v1/connectors lists them."),
        ("if-match-required", 428, "Send If-Match with the ETag that you read."),
        (
            "rate-limited",
            429,
            "The key or the tenant makes more calls than its plan allows. Wait for Retry-After; the RateLimit header says how much is left."
        ),
        (
            "quota-exceeded",
            429,
            "The tenant has made all calls that its plan has for this month. GET /api/v1/usage says when it begins anew; a larger plan has more."
        ),
        ("internal-error", 500, "Something went wrong here. The log holds the details under traceId."),
        (
            "workflows-unavailable",
            503,
            "The instance has just started and can't reach the workflows yet. Send it again in a few seconds."
        ),
        ("history-unavailable", 501, "Durable Functions runs the workflows and keeps their histories to itself."),
        ("incoming-webhook-paused", 503, "The webhook takes nothing in at the moment. Send the message again later."),
        ("storage-unavailable", 503, "The storage can't do its work at the moment. /health/ready says why."),
    ];

    private static readonly string Html = Render();

    /// <summary>An error of this status, the one that is met most.</summary>
    public static (string Code, string Meaning)? Find(int status)
    {
        var found = Codes.FirstOrDefault(code =>
            code.Status == status
            && (status != StatusCodes.Status422UnprocessableEntity || code.Code == "validation-failed")
        );
        return found.Code is null ? null : (found.Code, found.Meaning);
    }

    public static void Map(IEndpointRouteBuilder app) =>
        app.MapGet("/docs/errors", () => TypedResults.Content(Html, "text/html; charset=utf-8"))
            .ExcludeFromDescription();

    private static string Render()
    {
        var rows = new StringBuilder();
        foreach (var (code, status, meaning) in Codes)
        {
            rows.Append($"<tr id=\"{code}\"><td>{status}</td><td><code>{code}</code></td><td>{meaning}</td></tr>\n");
        }
        return $$"""
            <!doctype html>
            <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
            <title>Errors - Integration Functions</title><link rel="icon" href="data:,">
            <style>
              :root { color-scheme: light dark; }
              body { max-width: 60rem; margin: 3rem auto; padding: 0 1.5rem; font: 16px/1.6 system-ui, sans-serif; }
              table { border-collapse: collapse; width: 100%; } td { padding: .5rem .75rem; border-bottom: 1px solid #8884; vertical-align: top; }
              tr:target { background: #ffd54f44; } code { font: .95em ui-monospace, monospace; }
            </style></head><body>
            <h1>Errors</h1>
            <p>Every error is a problem detail (RFC 9457): <code>code</code> is stable, <code>detail</code> says what to do, <code>errors</code>
            points at fields by JSON pointer. Connectors add codes of their own, which start with the connector's name.</p>
            <table>
            {{rows}}</table>
            </body></html>
            """;
    }
}
