using Microsoft.AspNetCore.Http.HttpResults;

namespace IntegrationFunctions.Functions.Http;

/// <summary>Headers that several endpoints understand.</summary>
public static class RequestHeaders
{
    /// <summary>
    /// The <c>Idempotency-Key</c>: 1 to 255 printable ASCII characters, or null where there is none. A repeat of a request with its key does
    /// nothing twice.
    /// </summary>
    public static ProblemHttpResult? TryIdempotencyKey(this HttpRequest request, out string? key)
    {
        var values = request.Headers["Idempotency-Key"];
        key = values.Count == 0 ? null : values[0];
        var good =
            values.Count == 0 || (values.Count == 1 && key is { Length: > 0 and <= 255 } && key.All(IsPrintable));
        return good
            ? null
            : Problems.Create(
                StatusCodes.Status400BadRequest,
                "idempotency-key-invalid",
                "Idempotency-Key must appear once and have 1 to 255 printable ASCII characters, such as a UUID."
            );
    }

    /// <summary>The version in <c>If-Match: "3"</c>; 428 where the header is missing, 412 where it can't match anything.</summary>
    public static ProblemHttpResult? TryIfMatch(this HttpRequest request, out int version)
    {
        version = 0;
        var values = request.Headers.IfMatch;
        if (values.Count == 0)
        {
            return Problems.Create(
                StatusCodes.Status428PreconditionRequired,
                "if-match-required",
                "Send If-Match with the ETag that you read, so that you don't overwrite somebody else's change."
            );
        }
        return
            values is [{ } tag]
            && tag.Length > 2
            && tag[0] == '"'
            && tag[^1] == '"'
            && int.TryParse(tag[1..^1], out version)
            ? null
            : Problems.Create(
                StatusCodes.Status412PreconditionFailed,
                "version-mismatch",
                $"If-Match {values} is no ETag of this resource. Read it again, and send your change with its ETag."
            );
    }

    /// <summary>Puts the version into the answer's ETag.</summary>
    public static void SetETag(this HttpResponse response, int version) => response.Headers.ETag = $"\"{version}\"";

    private static bool IsPrintable(char c) => c is >= ' ' and <= '~';
}
