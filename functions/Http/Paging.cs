using Microsoft.AspNetCore.Http.HttpResults;

namespace IntegrationFunctions.Functions.Http;

/// <summary>A page of a list. Give <paramref name="Next"/> back as <c>cursor</c> for the page behind it; it is null on the last one.</summary>
public sealed record Page<T>(IReadOnlyList<T> Items, string? Next);

/// <summary>Pages by cursor: <c>limit</c> 1 to 200 (50 where absent) and the <c>next</c> of the page before.</summary>
public static class Paging
{
    public const int DefaultLimit = 50;
    public const int MaxLimit = 200;

    /// <summary>Runs a list; a limit out of range or a foreign cursor is a 400.</summary>
    public static async Task<Results<Ok<Page<T>>, ProblemHttpResult>> Run<T>(
        int? limit,
        string? cursor,
        Func<int, string?, Task<Page<T>>> list
    )
    {
        if (limit is < 1 or > MaxLimit)
        {
            return Problems.Create(
                StatusCodes.Status400BadRequest,
                "limit-invalid",
                $"limit must be 1 to {MaxLimit}; got {limit}."
            );
        }
        try
        {
            return TypedResults.Ok(await list(limit ?? DefaultLimit, string.IsNullOrEmpty(cursor) ? null : cursor));
        }
        // The lists promise this for a cursor that isn't theirs; without a cursor it would be a bug.
        catch (Exception e) when (e is ArgumentException or FormatException && !string.IsNullOrEmpty(cursor))
        {
            return Problems.Create(
                StatusCodes.Status400BadRequest,
                "cursor-invalid",
                "This cursor was not made by this list. Start without one, and give back the 'next' of each page."
            );
        }
    }
}
