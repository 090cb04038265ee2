using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using IntegrationFunctions.Functions.Http.Lists;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;
using JsonOptions = Microsoft.AspNetCore.Http.Json.JsonOptions;

namespace IntegrationFunctions.Functions.Http.Shaping;

/// <summary>
/// What every endpoint of the API does to its answer: takes it back to an older version, expands, leaves away fields that nobody asked for,
/// and answers 304 to who has it already. Query parameters that an endpoint doesn't know are refused: a misspelled filter would give the
/// wrong answer silently.
/// </summary>
internal static class AnswerShaping
{
    private const int MostExpanded = 3;
    private static readonly string[] Everywhere = ["fields", "expand"];

    /// <summary>The filter of one endpoint.</summary>
    public static EndpointFilterDelegate Create(EndpointFilterFactoryContext context, EndpointFilterDelegate next)
    {
        var parameters = context.MethodInfo.GetParameters();
        HashSet<string>? known = null;
        return async invocation =>
        {
            var http = invocation.HttpContext;
            var isRead = HttpMethods.IsGet(http.Request.Method);
            if (http.Request.QueryString.HasValue)
            {
                known ??= Known(http, parameters, isRead);
                if (http.Request.Query.Keys.FirstOrDefault(name => !known.Contains(name)) is { } unknown)
                {
                    return Refuse("parameter-unknown", $"There is no parameter '{unknown}' here. {Offer(known)}");
                }
            }
            var result = await next(invocation);
            var wanted =
                isRead
                && http.Request.QueryString.HasValue
                && (http.Request.Query.ContainsKey("fields") || http.Request.Query.ContainsKey("expand"));
            if (wanted || ApiVersions.IsOlder(http, out _))
            {
                result = await Shape(http, result, wanted);
            }
            return isRead && IsKnown(http) ? TypedResults.StatusCode(StatusCodes.Status304NotModified) : result;
        };
    }

    private static HashSet<string> Known(HttpContext http, ParameterInfo[] parameters, bool isRead)
    {
        var endpoint = (RouteEndpoint)http.GetEndpoint()!;
        return
        [
            .. parameters
                .Where(p => IsSimple(p.ParameterType) && !p.IsDefined(typeof(FromHeaderAttribute)))
                .Select(p => p.GetCustomAttribute<FromQueryAttribute>()?.Name ?? p.Name!)
                .Where(name => endpoint.RoutePattern.GetParameter(name) is null),
            .. endpoint.Metadata.GetMetadata<IListRules>()?.Parameters.Select(p => p.Name) ?? [],
            .. isRead ? Everywhere : [],
        ];
    }

    private static bool IsSimple(Type type) =>
        type == typeof(string) || type == typeof(string[]) || (type.IsValueType && type != typeof(CancellationToken));

    private static string Offer(HashSet<string> known) =>
        known.Count == 0 ? "It takes none." : $"There are: {string.Join(", ", known)}.";

    private static async Task<object?> Shape(HttpContext http, object? result, bool wanted)
    {
        var outer = result;
        while (result is INestedHttpResult nested)
        {
            result = nested.Result;
        }
        if (
            result is not IValueHttpResult { Value: { } value }
            || result is not IStatusCodeHttpResult { StatusCode: >= 200 and < 300 and var status }
        )
        {
            return outer;
        }
        var options = http.RequestServices.GetRequiredService<IOptions<JsonOptions>>().Value.SerializerOptions;
        var isPage =
            value.GetType() is { IsGenericType: true } type && type.GetGenericTypeDefinition() == typeof(Page<>);
        var view = isPage ? value.GetType().GetGenericArguments()[0] : value.GetType();
        var answer = JsonSerializer.SerializeToNode(value, value.GetType(), options);
        List<JsonObject> items =
            isPage ? [.. answer!["items"]!.AsArray().OfType<JsonObject>()]
            : answer is JsonObject one ? [one]
            : [];
        if (ApiVersions.IsOlder(http, out var version))
        {
            items.ForEach(item => ApiVersions.TakeBack(version, view, item));
        }
        if (wanted && await Select(http, items, view, options) is { } problem)
        {
            return problem;
        }
        // What was not written yet, for the result that knows it is not executed.
        if (result.GetType().GetProperty(nameof(Created.Location))?.GetValue(result) is string location)
        {
            http.Response.Headers.Location = location;
        }
        return TypedResults.Json(answer, options, statusCode: status);
    }

    private static async Task<ProblemHttpResult?> Select(
        HttpContext http,
        List<JsonObject> items,
        Type view,
        JsonSerializerOptions options
    )
    {
        var offered = http.GetEndpoint()!.Metadata.OfType<Expansion>().ToList();
        var expand = Split(http.Request.Query["expand"]);
        if (expand.Length > MostExpanded || expand.Any(e => offered.TrueForAll(o => o.Name != e)))
        {
            return Refuse(
                "parameter-invalid",
                offered.Count == 0
                    ? "Nothing can be expanded here."
                    : $"The parameter 'expand' takes up to {MostExpanded} of: {string.Join(", ", offered.Select(o => o.Name))}."
            );
        }
        var fields = default(SparseFields);
        if (
            http.Request.Query.TryGetValue("fields", out var text)
            && SparseFields.TryParse(text.ToString(), options.GetTypeInfo(view), expand, out fields) is { } wrong
        )
        {
            return Refuse("parameter-invalid", wrong);
        }
        foreach (var expansion in offered.Where(o => expand.Contains(o.Name)))
        {
            if (!http.Caller().May(expansion.Scope))
            {
                return Problems.Forbidden($"To expand '{expansion.Name}' you need the scope {expansion.Scope}.");
            }
            await Expand(http, items, expansion, options);
        }
        items.ForEach(item => fields?.Prune(item));
        return null;
    }

    private static async Task Expand(
        HttpContext http,
        List<JsonObject> items,
        Expansion expansion,
        JsonSerializerOptions options
    )
    {
        var loaded = new Dictionary<string, JsonNode?>(StringComparer.Ordinal);
        foreach (var item in items)
        {
            if (item[expansion.IdField] is not JsonValue id || !id.TryGetValue(out string? key))
            {
                item[expansion.Name] = null;
                continue;
            }
            if (!loaded.TryGetValue(key, out var found))
            {
                var value = await expansion.Load(http, key, http.RequestAborted);
                found = value is null ? null : JsonSerializer.SerializeToNode(value, value.GetType(), options);
                loaded.Add(key, found);
            }
            item[expansion.Name] = found?.DeepClone();
        }
    }

    // RFC 9110, section 13.1.2: weak comparison, and a list of tags.
    private static bool IsKnown(HttpContext http) =>
        http.Request.Headers.IfNoneMatch.Count > 0
        && http.Response.Headers.ETag is [{ } tag]
        && http.Response.StatusCode == StatusCodes.Status200OK
        && http.Request.Headers.IfNoneMatch.SelectMany(Split)
            .Any(known => known == "*" || known.TrimStart('W', '/') == tag.TrimStart('W', '/'));

    private static string[] Split(string? list) =>
        (list ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static string[] Split(Microsoft.Extensions.Primitives.StringValues values) => Split(values.ToString());

    private static ProblemHttpResult Refuse(string code, string detail) =>
        Problems.Create(StatusCodes.Status400BadRequest, code, detail);
}
