using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using IntegrationFunctions.Platform.Results;

namespace IntegrationFunctions.Connectors.SapS4Hana.OData;

/// <summary>Turns answers that are no success into errors.</summary>
internal static class ODataErrors
{
    public static IntegrationError From(ODataResponse response)
    {
        var place = $"{response.Address.Host}:{response.Address.Port}";
        var (code, text) = Message(response);
        var said = text.Length == 0 ? $"status {(int)response.Status}" : $"'{text}'";
        var retryAfter = RetryAfter(response.Headers);
        return response.Status switch
        {
            HttpStatusCode.Unauthorized => new(
                ErrorKind.SignInExpired,
                "sap-sign-in-refused",
                $"{place} refuses user and password. Check both, and that the user is not locked."
            ),
            HttpStatusCode.Forbidden => new(
                ErrorKind.SignInExpired,
                "sap-forbidden",
                $"The user may not use {Service(response.Address)} at {place}: {said}. Give it the rights for this service."
            ),
            HttpStatusCode.NotFound when IsServiceMissing(response, code) => new(
                ErrorKind.Configuration,
                "sap-service-missing",
                $"{place} has no service {Service(response.Address)}. Check the address, and that the service is active."
            ),
            HttpStatusCode.NotFound => new(
                ErrorKind.Permanent,
                "sap-not-found",
                $"{place} has no {response.Address.Segments[^1].TrimEnd('/')}: {said}."
            ),
            HttpStatusCode.PreconditionFailed => new(
                ErrorKind.Permanent,
                "sap-etag-mismatch",
                "The record was changed in SAP after it was read. Read it again, then decide anew."
            ),
            HttpStatusCode.PreconditionRequired => new(
                ErrorKind.Permanent,
                "sap-etag-missing",
                "SAP wants to know which version is changed, and none was given. Read the record again."
            ),
            HttpStatusCode.BadRequest => new(
                ErrorKind.Validation,
                "sap-refused",
                $"SAP refuses this: {said}.",
                Property(response) is { } property ? $"/{property}" : null
            ),
            HttpStatusCode.TooManyRequests => new(
                ErrorKind.RateLimited,
                "sap-rate-limited",
                $"{place} asks for patience.",
                RetryAfter: retryAfter
            ),
            HttpStatusCode.RequestTimeout or >= HttpStatusCode.InternalServerError => new(
                ErrorKind.Transient,
                "sap-failing",
                $"{place} failed: {said}.",
                RetryAfter: retryAfter
            ),
            >= HttpStatusCode.MultipleChoices and < HttpStatusCode.BadRequest => new(
                ErrorKind.Configuration,
                "sap-redirected",
                $"{place} sends requests on to another address{Elsewhere(response)}. Set the final one as the address of the system."
            ),
            _ => new(ErrorKind.Permanent, "sap-refused", $"{place} refuses this: {said}."),
        };
    }

    /// <summary>A success that holds something else than OData, usually a sign-in page.</summary>
    public static IntegrationError NotOData(ODataResponse response) =>
        new(
            ErrorKind.Configuration,
            "sap-not-odata",
            $"{response.Address.Host}:{response.Address.Port} answered {response.Address.AbsolutePath} with {What(response.MediaType)} instead of OData. "
                + "Check the address of the system; a sign-in page or a proxy may stand before it."
        );

    /// <summary>SAP's code and text: <c>{"error":{"code","message":{"value"}}}</c>; empty where the body holds none.</summary>
    public static (string Code, string Text) Message(ODataResponse response)
    {
        if (response.Json()?["error"] is not JsonObject error)
        {
            return ("", "");
        }
        var text = error["message"] is JsonObject message ? message["value"]?.ToString() : error["message"]?.ToString();
        return (error["code"]?.ToString() ?? "", Shorten(text ?? ""));
    }

    /// <summary>The property that the details of an error name, or null.</summary>
    private static string? Property(ODataResponse response)
    {
        if (response.Json()?["error"] is not JsonObject error || error["innererror"] is not JsonObject inner)
        {
            return null;
        }
        // A list in JSON written by the gateway itself, an object around one where it was made from XML.
        var details =
            inner["errordetails"] as JsonArray ?? (inner["errordetails"] as JsonObject)?["errordetail"] as JsonArray;
        return details
            ?.OfType<JsonObject>()
            .Select(detail =>
                detail["propertyref"]?.ToString() is { Length: > 0 } name ? name : detail["target"]?.ToString()
            )
            .FirstOrDefault(name => !string.IsNullOrEmpty(name))
            ?.TrimStart('/');
    }

    private static string What(string? mediaType) => mediaType is "text/html" ? "an HTML page" : mediaType ?? "nothing";

    private static string Elsewhere(ODataResponse response) =>
        response.Headers.Location is { IsAbsoluteUri: true } location ? $" ({location.Host}:{location.Port})" : "";

    // The gateway says so itself; where its own error is missing, something else than the gateway has answered.
    private static bool IsServiceMissing(ODataResponse response, string code) =>
        code.Length == 0
        || code.StartsWith("/IWFND/MED", StringComparison.OrdinalIgnoreCase)
        || response.Address.AbsolutePath.EndsWith('/')
        || response.Address.AbsolutePath.EndsWith("/$metadata", StringComparison.Ordinal);

    private static string Service(Uri address)
    {
        var segments = address.Segments;
        var at = Array.FindIndex(segments, segment => segment.Equals("odata/", StringComparison.OrdinalIgnoreCase));
        return at >= 0 && at + 2 < segments.Length ? segments[at + 2].TrimEnd('/') : address.AbsolutePath;
    }

    private static TimeSpan? RetryAfter(HttpResponseHeaders headers) =>
        headers.RetryAfter switch
        {
            { Delta: { } delta } => delta,
            // Compared with the answer's own clock, which is the one that the date was made by.
            { Date: { } date } when headers.Date is { } now && date > now => date - now,
            _ => null,
        };

    private static string Shorten(string text) => text.Length <= 300 ? text : text[..300] + "...";
}
