using System.Globalization;
using System.Text.Json;
using IntegrationFunctions.Platform.Documents;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IntegrationFunctions.Functions.Http.Lists;

/// <summary>A query parameter that a list's rules bring.</summary>
/// <param name="Name">As it is written in the address.</param>
/// <param name="Description">What it does.</param>
/// <param name="Values">All that it takes, or empty where that is open.</param>
/// <param name="Format">Of JSON Schema: <c>date-time</c>, or null.</param>
/// <param name="IsMany">Whether it may appear several times.</param>
internal sealed record ListParameter(
    string Name,
    string Description,
    IReadOnlyList<string> Values,
    string? Format = null,
    bool IsMany = false
);

/// <summary>What a list can be filtered and sorted by; the API's description and the check of a request read it from here.</summary>
internal interface IListRules
{
    /// <summary>The parameters beside limit and cursor.</summary>
    IReadOnlyList<ListParameter> Parameters { get; }
}

/// <summary>
/// Filters and orders of a list of <typeparamref name="T"/>. A filter takes one value or several (any of them passes); <c>NAMEFrom</c> and
/// <c>NAMETo</c> are a range of times (from inclusive, to exclusive); <c>sort</c> takes a name, with a hyphen before it for descending.
/// </summary>
internal sealed class ListRules<T> : IListRules
{
    private readonly List<ListParameter> _parameters = [];
    private readonly Dictionary<string, Func<T, string?>> _filters = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Func<T, DateTimeOffset?>> _ranges = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _orders = new(StringComparer.Ordinal);
    private DocumentOrder? _default;

    /// <inheritdoc/>
    public IReadOnlyList<ListParameter> Parameters =>
        _orders.Count == 0 ? _parameters : [.. _parameters, SortParameter()];

    /// <summary>Adds a filter of equality, by the text that the API shows.</summary>
    public ListRules<T> Filter(string name, string description, Func<T, string?> value)
    {
        _parameters.Add(new(name, description, [], IsMany: true));
        _filters.Add(name, value);
        return this;
    }

    /// <summary>Adds a filter of equality over the values of an enum.</summary>
    public ListRules<T> Filter<TEnum>(string name, string description, Func<T, TEnum> value)
        where TEnum : struct, Enum
    {
        var texts = Enum.GetValues<TEnum>()
            .ToDictionary(v => v, v => JsonNamingPolicy.CamelCase.ConvertName(v.ToString()));
        _parameters.Add(new(name, description, [.. texts.Values], IsMany: true));
        _filters.Add(name, item => texts[value(item)]);
        return this;
    }

    /// <summary>Adds a range of times.</summary>
    public ListRules<T> Range(string name, Func<T, DateTimeOffset?> value)
    {
        _parameters.Add(new($"{name}From", $"Only those whose {name} is then or later (RFC 3339).", [], "date-time"));
        _parameters.Add(new($"{name}To", $"Only those whose {name} is before (RFC 3339).", [], "date-time"));
        _ranges.Add(name, value);
        return this;
    }

    /// <summary>Adds an order, served by an index over the field; the first that is added is the list's own.</summary>
    public ListRules<T> Sort(string name, string field, bool descendingByDefault = false)
    {
        _orders.Add(name, field);
        _default ??= new(field, descendingByDefault);
        return this;
    }

    /// <summary>Runs the list as a request wants it; a filter or an order that there is not is a 400.</summary>
    public async Task<Results<Ok<Page<T>>, ProblemHttpResult>> Run(
        HttpRequest request,
        int? limit,
        string? cursor,
        Func<ListRequest, Task<Page<T>>> list
    )
    {
        var order = _default;
        if (request.Query.TryGetValue("sort", out var sort) && sort.Count > 0)
        {
            var text = sort.Count == 1 ? sort[0]! : "";
            var descending = text.StartsWith('-');
            if (!_orders.TryGetValue(descending ? text[1..] : text, out var field))
            {
                return Refuse("sort", sort.ToString(), SortParameter().Values);
            }
            order = new(field, descending);
        }
        var checks = new List<Func<T, bool>>();
        foreach (var (name, value) in _filters)
        {
            if (!request.Query.TryGetValue(name, out var asked) || asked.All(string.IsNullOrEmpty))
            {
                continue;
            }
            var known = _parameters.First(p => p.Name == name).Values;
            if (known.Count > 0 && asked.FirstOrDefault(a => !known.Contains(a!)) is { } wrong)
            {
                return Refuse(name, wrong, known);
            }
            var wanted = asked.ToHashSet(StringComparer.Ordinal);
            checks.Add(item => value(item) is { } text && wanted.Contains(text));
        }
        foreach (var (name, value) in _ranges)
        {
            if (Ends(request, name, out var from, out var to) is { } problem)
            {
                return problem;
            }
            if (from is not null || to is not null)
            {
                checks.Add(item => value(item) is { } at && !(at < from) && !(at >= to));
            }
        }
        return await Paging.Run(
            limit,
            cursor,
            checks.Count == 0 ? null : item => checks.TrueForAll(check => check(item)),
            (size, after) => list(new(size, after, order, request.Query))
        );
    }

    private static ProblemHttpResult? Ends(
        HttpRequest request,
        string name,
        out DateTimeOffset? from,
        out DateTimeOffset? to
    )
    {
        to = null;
        return Time(request, $"{name}From", out from)
            ?? Time(request, $"{name}To", out to)
            ?? (
                from >= to
                    ? Problem($"The parameter '{name}From' must be before '{name}To': nothing lies in between.")
                    : null
            );
    }

    private static ProblemHttpResult? Time(HttpRequest request, string name, out DateTimeOffset? time)
    {
        time = null;
        if (!request.Query.TryGetValue(name, out var text) || string.IsNullOrEmpty(text))
        {
            return null;
        }
        if (
            !DateTimeOffset.TryParse(
                text,
                CultureInfo.InvariantCulture,
                DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
                out var parsed
            )
        )
        {
            return Problem($"The parameter '{name}' must be a time such as 2026-01-31T09:00:00Z; got '{text}'.");
        }
        time = parsed;
        return null;
    }

    private ListParameter SortParameter() =>
        new(
            "sort",
            "The order; a hyphen before the name means descending. A cursor goes on in the order that it was made in.",
            [.. _orders.Keys.SelectMany(name => (string[])[name, $"-{name}"])]
        );

    private static ProblemHttpResult Refuse(string name, string? value, IReadOnlyList<string> known) =>
        Problem($"The parameter '{name}' can't be '{value}'; it may be {string.Join(", ", known)}.");

    private static ProblemHttpResult Problem(string detail) =>
        Problems.Create(StatusCodes.Status400BadRequest, "parameter-invalid", detail);
}

/// <summary>A page that a list is asked for.</summary>
/// <param name="Size">At most so many.</param>
/// <param name="After">Behind this cursor, or from the beginning.</param>
/// <param name="Order">The order, or null for a list that has only one.</param>
/// <param name="Query">All parameters, for what the store itself can narrow down.</param>
internal sealed record ListRequest(int Size, string? After, DocumentOrder? Order, IQueryCollection Query)
{
    /// <summary>The value of a filter that was given once, which an index may serve; else null.</summary>
    public string? Only(string name) =>
        Query.TryGetValue(name, out var values) && values is [{ Length: > 0 } one] ? one : null;
}

/// <summary>Puts a list's rules on its endpoint.</summary>
internal static class ListRulesExtensions
{
    /// <summary>Says by what the list can be filtered and sorted.</summary>
    public static RouteHandlerBuilder Lists(this RouteHandlerBuilder builder, IListRules rules) =>
        builder.WithMetadata(rules);
}
