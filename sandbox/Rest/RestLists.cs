using System.Globalization;
using System.Text.Json.Nodes;
using IntegrationFunctions.Sandbox.Worlds;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace IntegrationFunctions.Sandbox.Rest;

/// <summary>Lists in pages: by number of the page, by number of the record, by cursor, and by the header Link.</summary>
internal static class RestLists
{
    private const int LargestPage = 200;

    public static Task Page(HttpContext http, World world)
    {
        var indexes = Matching(http, world);
        var style = (string)http.GetRouteValue("style")!;
        var limit = Number(http, "limit", LargestPage, 1, LargestPage);
        var from = style switch
        {
            "page" => (Number(http, "page", 1, 1, int.MaxValue / LargestPage) - 1) * limit,
            "offset" => Number(http, "offset", 0, 0, int.MaxValue),
            _ => AfterCursor(http, indexes),
        };
        int[] rows = [.. indexes.Skip(from).Take(limit)];
        var data = new JsonArray([.. rows.Select(index => (JsonNode)RestRecords.Of(http, world, index))]);
        var isMore = from + rows.Length < indexes.Count;
        // The cursor is the place in the data's own order, and not in the list that a filter made.
        var cursor = isMore ? Cursor(rows[^1]) : null;
        switch (style)
        {
            case "link":
                if (cursor is not null)
                {
                    http.Response.Headers.Link = $"<{Next(http, cursor)}>; rel=\"next\"";
                }
                return RestApi.Write(http, data);
            case "cursor":
                return RestApi.Write(
                    http,
                    new JsonObject
                    {
                        ["data"] = data,
                        ["next"] = cursor,
                        ["more"] = isMore,
                    }
                );
            default:
                return RestApi.Write(http, new JsonObject { ["data"] = data, ["total"] = indexes.Count });
        }
    }

    public static Task Count(HttpContext http, World world) =>
        RestApi.Write(http, new JsonObject { ["count"] = Matching(http, world).Count });

    private static List<int> Matching(HttpContext http, World world)
    {
        var isPartners = RestRecords.IsPartners(http);
        var since = DateTime.MinValue;
        if (
            http.Request.Query["updated_since"] is [{ } text]
            && !DateTime.TryParse(
                text,
                CultureInfo.InvariantCulture,
                DateTimeStyles.AdjustToUniversal | DateTimeStyles.AssumeUniversal,
                out since
            )
        )
        {
            throw new RestException(400, "bad-time", $"'{text}' is no time of ISO 8601.", "updated_since");
        }
        var count = isPartners ? world.Definition.Partners : world.Definition.OpenItems;
        return
        [
            .. Enumerable
                .Range(0, count)
                .Where(index => isPartners || !world.Clearings.ContainsKey(index))
                .Where(index => since == DateTime.MinValue || RestRecords.ChangedAt(isPartners, world, index) >= since),
        ];
    }

    private static int AfterCursor(HttpContext http, List<int> indexes)
    {
        if (http.Request.Query["cursor"] is not [{ Length: > 0 } cursor])
        {
            return 0;
        }
        if (
            !cursor.StartsWith('c')
            || !int.TryParse(
                cursor.AsSpan(1),
                NumberStyles.AllowHexSpecifier,
                CultureInfo.InvariantCulture,
                out var last
            )
        )
        {
            throw new RestException(400, "bad-cursor", "The cursor is none of ours.", "cursor");
        }
        var at = indexes.BinarySearch(last);
        return at < 0 ? ~at : at + 1;
    }

    private static string Cursor(int index) => $"c{index:x}";

    private static string Next(HttpContext http, string cursor)
    {
        var request = http.Request;
        var query = request
            .Query.Where(parameter => parameter.Key != "cursor")
            .Select(parameter => $"{parameter.Key}={Uri.EscapeDataString(parameter.Value.ToString())}");
        return $"{request.Scheme}://{request.Host}{request.Path}?{string.Join('&', query.Append($"cursor={cursor}"))}";
    }

    private static int Number(HttpContext http, string name, int without, int least, int most)
    {
        if (http.Request.Query[name] is not [{ Length: > 0 } text])
        {
            return without;
        }
        return
            int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && number >= least
            && number <= most
            ? number
            : throw new RestException(
                400,
                "bad-number",
                $"'{name}' must be a whole number from {least} to {most}.",
                name
            );
    }
}
