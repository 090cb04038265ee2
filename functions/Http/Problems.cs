using IntegrationFunctions.Platform.Results;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IntegrationFunctions.Functions.Http;

/// <summary>RFC 9457 problem details: <c>type</c> and <c>code</c> are stable, <c>detail</c> says what to do, <c>errors</c> points at fields.</summary>
public static class Problems
{
    public static ProblemHttpResult From(IntegrationError error) => From([error]);

    /// <summary>One problem of several errors: the first decides status and code, each with a pointer appears in <c>errors</c>.</summary>
    public static ProblemHttpResult From(IReadOnlyList<IntegrationError> errors)
    {
        var fields = errors
            .Where(e => e.Pointer is not null)
            .Select(e => new FieldError(e.Pointer!, e.Message))
            .ToArray();
        var detail = errors.Count == 1 ? errors[0].Message : $"{errors.Count} fields were refused; see errors.";
        return Create(Status(errors[0]), errors[0].Code, detail, fields, errors[0].RetryAfter);
    }

    public static ProblemHttpResult NotFound(string what, string id) =>
        Create(StatusCodes.Status404NotFound, "not-found", $"There is no {what} '{id}'.");

    public static ProblemHttpResult Forbidden(string detail) =>
        Create(StatusCodes.Status403Forbidden, "forbidden", detail);

    public static ProblemHttpResult Create(int status, string code, string detail, string? pointer = null) =>
        Create(status, code, detail, pointer is null ? [] : [new FieldError(pointer, detail)], null);

    internal static ProblemHttpResult Create(
        int status,
        string code,
        string detail,
        IReadOnlyList<FieldError> fields,
        TimeSpan? retryAfter = null
    )
    {
        var extensions = new Dictionary<string, object?> { ["code"] = code };
        if (fields.Count > 0)
        {
            extensions["errors"] = fields;
        }
        if (retryAfter is { } wait)
        {
            extensions["retryAfterSeconds"] = (long)Math.Ceiling(wait.TotalSeconds);
        }
        return TypedResults.Problem(
            detail: detail,
            statusCode: status,
            title: code.Replace('-', ' '),
            type: $"/docs/errors#{code}",
            extensions: extensions
        );
    }

    private static int Status(IntegrationError error) =>
        error switch
        {
            { Code: "version-mismatch" } => StatusCodes.Status412PreconditionFailed,
            { Kind: ErrorKind.Permanent } when error.Code.EndsWith("-not-found", StringComparison.Ordinal) =>
                StatusCodes.Status404NotFound,
            { Kind: ErrorKind.Validation or ErrorKind.Configuration } => StatusCodes.Status422UnprocessableEntity,
            { Kind: ErrorKind.RateLimited } => StatusCodes.Status429TooManyRequests,
            { Kind: ErrorKind.NotSupported } => StatusCodes.Status501NotImplemented,
            { Kind: ErrorKind.Permanent } => StatusCodes.Status409Conflict,
            _ => StatusCodes.Status502BadGateway,
        };
}

/// <summary>One field that was refused. <paramref name="Pointer"/> is a JSON pointer (RFC 6901) into the request's body.</summary>
public sealed record FieldError(string Pointer, string Detail);
