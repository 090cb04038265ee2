using System.Globalization;
using System.Text;
using IntegrationFunctions.Sandbox.Sap.Filter;
using IntegrationFunctions.Sandbox.Sap.Sets;
using IntegrationFunctions.Sandbox.Worlds;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace IntegrationFunctions.Sandbox.Sap;

/// <summary>GET: service document, $metadata, lists, single entities, navigations and counts.</summary>
internal static class Reading
{
    /// <summary>Answers what concerns the service as a whole; false where the path leads to a set.</summary>
    public static async Task<bool> ServiceLevel(HttpContext http, World world, EdmService service, string path)
    {
        switch (path)
        {
            case "$metadata":
                http.Response.ContentType = "application/xml;charset=utf-8";
                http.Response.Headers["dataserviceversion"] = "2.0";
                await http.Response.Body.WriteAsync(service.Document);
                return true;
            case "":
                StartJson(http);
                using (
                    var writer = new EntityWriter(
                        http.Response.BodyWriter,
                        new(http, world, service, new("", null, null, false))
                    )
                )
                {
                    writer.ServiceDocument(service.Sets.Keys.Order(StringComparer.Ordinal));
                }
                return true;
            default:
                return false;
        }
    }

    public static Task Handle(SapRequest request)
    {
        RefuseOtherFormats(request.Http.Request);
        var (set, range, single) = Resolve(request, out var name);
        var options = QueryOptions.Parse(request.Http.Request.Query, set.Type);
        if (request.Path.Count)
        {
            return Count(request, set, options, range, single);
        }
        if (single)
        {
            return Single(request, name, set, range.Start.Value, options);
        }
        var views = request.Http.RequestServices.GetRequiredService<SortedViews>();
        var page = Page.Read(set, options, views, range);
        StartJson(request.Http);
        using var writer = new EntityWriter(request.Http.Response.BodyWriter, request);
        writer.List(name, set, page, options.Projection, page.Next is { } next ? NextUri(request, next) : null);
        return Task.CompletedTask;
    }

    private static (IEntitySet Set, Range Within, bool Single) Resolve(SapRequest request, out string name)
    {
        name = request.Path.Set;
        var set = request.OpenSet(name);
        if (request.Path.Key is null)
        {
            return (set, 0..int.MaxValue, false);
        }
        var index = set.Find(request.Path.KeyValues(set.Type));
        if (index < 0)
        {
            throw ODataException.NoEntity(name);
        }
        if (request.Path.Navigation is not { } path)
        {
            return (set, index..(index + 1), true);
        }
        var navigation = set.Type.FindNavigation(path) ?? throw ODataException.UnknownSegment(path);
        name = navigation.TargetSet;
        return (request.OpenSet(name), set.Navigate(path, index), false);
    }

    private static Task Single(SapRequest request, string name, IEntitySet set, int index, QueryOptions options)
    {
        if (options.Filter is not null || options.Top is not null || options.Skip > 0 || options.OrderBy.Count > 0)
        {
            throw ODataException.Bad("A single entity takes $select, $expand and $format only.");
        }
        var row = set.Row(index);
        if (row.ETag is { } etag)
        {
            request.Http.Response.Headers.ETag = etag;
        }
        StartJson(request.Http);
        using var writer = new EntityWriter(request.Http.Response.BodyWriter, request);
        writer.Single(name, set, index, row, options.Projection);
        return Task.CompletedTask;
    }

    private static Task Count(SapRequest request, IEntitySet set, QueryOptions options, Range range, bool single)
    {
        var (from, to) = IndexRange.Of(options.Filter, set);
        from = Math.Max(from, range.Start.Value);
        to = Math.Min(to, range.End.Value);
        var all = single ? 1 : Page.CountOf(set, options.Filter, from, to);
        var count = Math.Min(Math.Max(0, all - options.Skip), options.Top ?? int.MaxValue);
        request.Http.Response.ContentType = "text/plain;charset=utf-8";
        return request.Http.Response.WriteAsync(count.ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>The request's own address with another $skiptoken; $skip is spent with the first page.</summary>
    private static string NextUri(SapRequest request, SkipToken token)
    {
        var query = request
            .Http.Request.Query.Where(q => q.Key is not ("$skiptoken" or "$skip"))
            .SelectMany(q => q.Value.Select(v => KeyValuePair.Create(q.Key, v)))
            .Append(KeyValuePair.Create("$skiptoken", (string?)token.ToString()));
        var path = new StringBuilder(request.Path.Set);
        if (request.Path.Key is { } key)
        {
            path.Append('(').Append(key).Append(')');
        }
        if (request.Path.Navigation is { } navigation)
        {
            path.Append('/').Append(navigation);
        }
        var options = query.Select(q => $"{Escape(q.Key)}={Uri.EscapeDataString(q.Value ?? "")}");
        return $"{request.ServiceUri}{path}?{string.Join('&', options)}";
    }

    private static string Escape(string option) => option.StartsWith('$') ? option : Uri.EscapeDataString(option);

    private static void StartJson(HttpContext http)
    {
        http.Response.ContentType = "application/json;charset=utf-8";
        http.Response.Headers["dataserviceversion"] = "2.0";
        http.Response.Headers.CacheControl = "no-store, no-cache";
    }

    // Real systems answer Atom unless they are asked for JSON; a client that explicitly wants XML is told that there is none here.
    private static void RefuseOtherFormats(HttpRequest request)
    {
        var accept = request.Headers.Accept.ToString();
        if (
            accept.Length > 0
            && !request.Query.ContainsKey("$format")
            && !request.Path.Value!.EndsWith("/$count", StringComparison.Ordinal)
            && !accept.Contains("json", StringComparison.OrdinalIgnoreCase)
            && !accept.Contains("*/*", StringComparison.Ordinal)
        )
        {
            throw new ODataException(
                406,
                "/IWFND/CM_CORE/100",
                $"'{accept}' is not served here; send Accept: application/json or $format=json."
            );
        }
    }
}
