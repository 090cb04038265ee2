using System.Text.Json.Nodes;
using IntegrationFunctions.Functions.Http.Payments;

namespace IntegrationFunctions.Functions.Http.Shaping;

/// <summary>One difference between a version and the one before it.</summary>
/// <param name="Summary">For the change log.</param>
/// <param name="View">The answer that differs, alone or as an item of a page.</param>
/// <param name="Down">Turns the newer form into the older one.</param>
internal sealed record ApiChange(string Summary, Type View, Action<JsonObject> Down);

/// <summary>A version of the API, named by its date, with what it changed.</summary>
internal sealed record ApiVersion(DateOnly Date, IReadOnlyList<ApiChange> Changes)
{
    public string Name { get; } = Date.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
}

/// <summary>
/// The versions of the API, oldest first. A request names one in <c>Api-Version</c>; without, it gets the one that was current when its key
/// was made, so that no program finds the API changed under its feet. Answers are made in the newest form and taken back change by change, so that every version goes on answering as it did. A version that only adds is not needed:
/// what is added may appear in all.
/// </summary>
internal static class ApiVersions
{
    public const string Header = "Api-Version";

    private static readonly object Key = new();

    public static IReadOnlyList<ApiVersion> All { get; } =
    [
        new(new DateOnly(2026, 9, 1), []),
        new(
            new DateOnly(2026, 11, 23),
            [
                new(
                    "Payments say createdAt and createdBy, as everything else does, and no longer enteredAt and enteredBy.",
                    typeof(PaymentView),
                    PaymentsWereEntered
                ),
                new("The same in lists of payments.", typeof(PaymentSummary), PaymentsWereEntered),
            ]
        ),
    ];

    public static ApiVersion Current => All[^1];

    /// <summary>Before sign-in: reads the header, and says in the answer which version it is in.</summary>
    public static Task Run(HttpContext http, RequestDelegate next)
    {
        if (!http.Request.Path.StartsWithSegments("/api"))
        {
            return next(http);
        }
        var version = Current;
        if (http.Request.Headers.TryGetValue(Header, out var asked))
        {
            if (All.FirstOrDefault(v => v.Name == asked) is not { } known)
            {
                return Problems
                    .Create(
                        StatusCodes.Status400BadRequest,
                        "version-unknown",
                        $"There is no version '{asked}' of the API. There are: {string.Join(", ", All.Select(v => v.Name))}."
                    )
                    .ExecuteAsync(http);
            }
            version = known;
            http.Items[Key] = known;
        }
        http.Response.Headers[Header] = version.Name;
        return next(http);
    }

    /// <summary>After sign-in: a caller who names none gets the version that its author knew.</summary>
    public static Task ForCaller(HttpContext http, RequestDelegate next)
    {
        if (
            http.FindCaller() is { WrittenAt: { } written }
            && http.Items[Key] is null
            && At(written) is var version
            && version != Current
        )
        {
            http.Items[Key] = version;
            http.Response.Headers[Header] = version.Name;
        }
        return next(http);
    }

    /// <summary>The version that was current at a time; before the first one, the first.</summary>
    public static ApiVersion At(DateTimeOffset time)
    {
        var day = DateOnly.FromDateTime(time.UtcDateTime);
        return All.LastOrDefault(version => version.Date <= day) ?? All[0];
    }

    /// <summary>Whether a request wants an older version than the newest.</summary>
    public static bool IsOlder(HttpContext http, out ApiVersion version)
    {
        version = http.Items[Key] as ApiVersion ?? Current;
        return version != Current;
    }

    /// <summary>Takes an answer back to an older version.</summary>
    public static void TakeBack(ApiVersion version, Type view, JsonObject answer)
    {
        foreach (var newer in All.Reverse().TakeWhile(v => v != version))
        {
            foreach (var change in newer.Changes)
            {
                if (change.View == view)
                {
                    change.Down(answer);
                }
            }
        }
    }

    private static void PaymentsWereEntered(JsonObject payment)
    {
        Rename(payment, "createdAt", "enteredAt");
        Rename(payment, "createdBy", "enteredBy");
    }

    private static void Rename(JsonObject answer, string name, string old)
    {
        if (answer.IndexOf(name) is >= 0 and var place)
        {
            var value = answer[name];
            answer.RemoveAt(place);
            answer.Insert(place, old, value);
        }
    }
}
