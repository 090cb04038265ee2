using Microsoft.AspNetCore.Http.HttpResults;

namespace IntegrationFunctions.Functions.Http;

/// <summary>A page of a list. Give <paramref name="Next"/> back as <c>cursor</c> for the page behind it; it is null on the last one.</summary>
public sealed record Page<T>(IReadOnlyList<T> Items, string? Next);

/// <summary>Pages by cursor: <c>limit</c> 1 to 200 (50 where absent) and the <c>next</c> of the page before.</summary>
public static class Paging
{
    public const int DefaultLimit = 50;
    public const int MaxLimit = 200;

    // A filter that little passes ends a page early, rather than to read a whole collection for one request.
    private const int MostLookedAt = 2_000;
    private const int MostReads = 40;

    /// <summary>Runs a list; a limit out of range or a foreign cursor is a 400.</summary>
    public static Task<Results<Ok<Page<T>>, ProblemHttpResult>> Run<T>(
        int? limit,
        string? cursor,
        Func<int, string?, Task<Page<T>>> list
    ) => Run(limit, cursor, null, list);

    /// <summary>The same with only those that pass; a page may then hold fewer than the limit, and even none, before the last.</summary>
    public static async Task<Results<Ok<Page<T>>, ProblemHttpResult>> Run<T>(
        int? limit,
        string? cursor,
        Func<T, bool>? passes,
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
        var after = string.IsNullOrEmpty(cursor) ? null : cursor;
        try
        {
            return TypedResults.Ok(
                passes is null
                    ? await list(limit ?? DefaultLimit, after)
                    : await Sieve(limit ?? DefaultLimit, after, passes, list)
            );
        }
        // The lists promise this for a cursor that isn't theirs; without a cursor it would be a bug.
        catch (Exception e) when (e is ArgumentException or FormatException && !string.IsNullOrEmpty(cursor))
        {
            return Problems.Create(
                StatusCodes.Status400BadRequest,
                "cursor-invalid",
                "This cursor was not made by this list in this order. Start without one, and give back the 'next' of each page."
            );
        }
    }

    // Never asks for more than there is room for: a cursor can only point behind all that was read.
    private static async Task<Page<T>> Sieve<T>(
        int limit,
        string? cursor,
        Func<T, bool> passes,
        Func<int, string?, Task<Page<T>>> list
    )
    {
        var found = new List<T>();
        var lookedAt = 0;
        for (var reads = 1; ; reads++)
        {
            var page = await list(limit - found.Count, cursor);
            found.AddRange(page.Items.Where(passes));
            lookedAt += page.Items.Count;
            cursor = page.Next;
            if (cursor is null || found.Count == limit || lookedAt >= MostLookedAt || reads == MostReads)
            {
                return new(found, cursor);
            }
        }
    }
}
