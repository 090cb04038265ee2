using IntegrationFunctions.Platform.Results;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IntegrationFunctions.Functions.Http;

/// <summary>RFC 9457 problem details: <c>type</c> and <c>code</c> are stable, <c>detail</c> says what to do, <c>errors</c> points at fields.</summary>
public static class Problems
{
    public static ProblemHttpResult From(IntegrationError error) =>
        Create(
            error.Kind switch
            {
                ErrorKind.Validation or ErrorKind.Configuration => StatusCodes.Status422UnprocessableEntity,
                ErrorKind.RateLimited => StatusCodes.Status429TooManyRequests,
                ErrorKind.NotSupported => StatusCodes.Status501NotImplemented,
                ErrorKind.Permanent => StatusCodes.Status409Conflict,
                _ => StatusCodes.Status502BadGateway,
            },
            error.Code,
            error.Message,
            error.Pointer
        );

    public static ProblemHttpResult NotFound(string what, string id) =>
        Create(StatusCodes.Status404NotFound, "not-found", $"There is no {what} '{id}'.");

    public static ProblemHttpResult Forbidden(string detail) =>
        Create(StatusCodes.Status403Forbidden, "forbidden", detail);

    public static ProblemHttpResult Create(int status, string code, string detail, string? pointer = null)
    {
        var extensions = new Dictionary<string, object?> { ["code"] = code };
        if (pointer is not null)
        {
            extensions["errors"] = new[] { new FieldError(pointer, detail) };
        }
        return TypedResults.Problem(
            detail: detail,
            statusCode: status,
            title: code.Replace('-', ' '),
            type: $"/docs/errors#{code}",
            extensions: extensions
        );
    }
}

/// <summary>One field that was refused. <paramref name="Pointer"/> is a JSON pointer (RFC 6901) into the request's body.</summary>
public sealed record FieldError(string Pointer, string Detail);
