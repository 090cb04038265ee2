using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using IntegrationFunctions.Connectors.Rest.Definition;
using IntegrationFunctions.Platform.Results;

namespace IntegrationFunctions.Connectors.Rest.Calls;

/// <summary>Turns answers that are no success into errors: by the definition's rules, and else by their status.</summary>
internal static class AnswerErrors
{
    /// <summary>The error that the answer tells; null where it is a success.</summary>
    /// <param name="answer">The answer.</param>
    /// <param name="form">How the system tells errors.</param>
    /// <param name="isOfRecord">Whether one record was asked for: 404 then means that there is none.</param>
    public static IntegrationError? Find(RestAnswer answer, RestErrorForm? form, bool isOfRecord)
    {
        answer.TryJson(out var body);
        if (answer.IsSuccess && (form?.Present is not { } present || IsNothing(FieldPath.Read(body, present))))
        {
            return null;
        }
        var code = FieldPath.Text(body, form?.Code);
        var text = Shorten(FieldPath.Text(body, form?.Message) ?? code ?? "");
        var error = ByStatus(answer, text, isOfRecord);
        var rule = form?.Rules?.FirstOrDefault(rule =>
            (rule.Status is null || rule.Status == (int)answer.Status) && (rule.Code is null || rule.Code == code)
        );
        if (rule is not null)
        {
            var said = text.Length == 0 ? $"status {(int)answer.Status}" : $"'{text}'";
            error = new(
                rule.Kind,
                rule.As is { } name ? $"rest-{name}" : CodeOf(rule.Kind),
                $"{Place(answer.Address)} says {said}."
            );
        }
        return error with
        {
            Pointer =
                error.Kind == ErrorKind.Validation && FieldPath.Text(body, form?.Field) is { } field
                    ? $"/{field.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal)}"
                    : null,
            RetryAfter = error.IsRetriable ? RetryAfter(answer.Headers) : null,
        };
    }

    /// <summary>A success that holds something else than JSON, usually a sign-in page.</summary>
    public static IntegrationError NotJson(RestAnswer answer) =>
        new(
            ErrorKind.Configuration,
            "rest-not-json",
            $"{Place(answer.Address)} answered {answer.Address.AbsolutePath} with {What(answer)} instead of JSON. "
                + "Check the address of the system; a sign-in page or a proxy may stand before it."
        );

    private static IntegrationError ByStatus(RestAnswer answer, string text, bool isOfRecord)
    {
        var place = Place(answer.Address);
        var said = text.Length == 0 ? $"status {(int)answer.Status}" : $"'{text}'";
        var path = answer.Address.AbsolutePath;
        return answer.Status switch
        {
            HttpStatusCode.Unauthorized => new(
                ErrorKind.SignInExpired,
                "rest-sign-in-refused",
                $"{place} refuses the sign-in: {said}. Check the secrets of this integration."
            ),
            HttpStatusCode.Forbidden => new(
                ErrorKind.SignInExpired,
                "rest-forbidden",
                $"{place} does not let this sign-in use {path}: {said}. Give it the rights."
            ),
            HttpStatusCode.NotFound when !isOfRecord => new(
                ErrorKind.Configuration,
                "rest-path-missing",
                $"{place} has nothing at {path}. Check the address of the system."
            ),
            HttpStatusCode.NotFound or HttpStatusCode.Gone => new(
                ErrorKind.Permanent,
                "rest-not-found",
                $"{place} has no {path}: {said}."
            ),
            HttpStatusCode.PreconditionFailed => RestErrors.ETagMismatch(),
            HttpStatusCode.PreconditionRequired => new(
                ErrorKind.Permanent,
                "rest-etag-missing",
                $"{place} wants to know which version is changed. Read the record again."
            ),
            HttpStatusCode.BadRequest or HttpStatusCode.UnprocessableEntity => new(
                ErrorKind.Validation,
                "rest-refused",
                $"{place} refuses this: {said}."
            ),
            HttpStatusCode.TooManyRequests => new(
                ErrorKind.RateLimited,
                "rest-rate-limited",
                $"{place} asks for patience."
            ),
            HttpStatusCode.RequestTimeout or >= HttpStatusCode.InternalServerError => new(
                ErrorKind.Transient,
                "rest-failing",
                $"{place} failed: {said}."
            ),
            >= HttpStatusCode.MultipleChoices and < HttpStatusCode.BadRequest => new(
                ErrorKind.Configuration,
                "rest-redirected",
                $"{place} sends requests on to another address. Set the final one as the address of the system."
            ),
            _ => new(ErrorKind.Permanent, "rest-refused", $"{place} refuses this: {said}."),
        };
    }

    private static string CodeOf(ErrorKind kind) =>
        kind switch
        {
            ErrorKind.Transient => "rest-failing",
            ErrorKind.RateLimited => "rest-rate-limited",
            ErrorKind.SignInExpired => "rest-sign-in-refused",
            _ => "rest-refused",
        };

    private static bool IsNothing(JsonNode? node) =>
        node is null or JsonArray { Count: 0 }
        || (node is JsonValue value && value.TryGetValue(out bool flag) && !flag);

    private static string Place(Uri address) => $"{address.Host}:{address.Port}";

    private static string What(RestAnswer answer) =>
        answer.Body.Length == 0 ? "nothing"
        : answer.MediaType is "text/html" ? "an HTML page"
        : answer.MediaType ?? "something";

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
