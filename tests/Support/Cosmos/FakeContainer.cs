using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace IntegrationFunctions.Tests.Support.Cosmos;

/// <summary>A container with one physical partition.</summary>
internal sealed class FakeContainer
{
    private readonly TimeProvider _clock;
    private readonly Dictionary<(string Partition, string Id), Stored> _items = [];
    private long _lsn = 1;

    private sealed record Stored(JsonObject Item, long Lsn, int Place, DateTimeOffset Written)
    {
        public JsonElement Element { get; } = JsonSerializer.SerializeToElement(Item);
    }

    public FakeContainer(TimeProvider clock, JsonObject properties, int number)
    {
        _clock = clock;
        Properties = properties;
        Rid = Convert.ToBase64String([1, 0, 0, 0, 128, 0, 0, (byte)number]);
        properties["_rid"] = Rid;
        properties["_etag"] = "\"1\"";
        properties["_self"] = $"dbs/AAAAAA==/colls/{Rid}/";
        properties["_ts"] = 1;
    }

    public JsonObject Properties { get; }

    public string Rid { get; }

    /// <summary>How many writes there were.</summary>
    public long Lsn => _lsn;

    public int PageCap { get; set; } = int.MaxValue;

    public string Id => Properties["id"]!.GetValue<string>();

    public JsonObject Ranges() =>
        new()
        {
            ["_rid"] = Rid,
            ["_count"] = 1,
            ["PartitionKeyRanges"] = new JsonArray(
                new JsonObject
                {
                    ["id"] = "0",
                    ["_rid"] = Rid,
                    ["minInclusive"] = "",
                    ["maxExclusive"] = "FF",
                    ["status"] = "online",
                    ["parents"] = new JsonArray(),
                }
            ),
        };

    public HttpResponseMessage Answer(HttpRequestMessage request, string[] id, byte[] body)
    {
        Expire();
        var partition = Header(request, "x-ms-documentdb-partitionkey") is { } key
            ? JsonNode.Parse(key)![0]!.GetValue<string>()
            : null;
        if (id.Length == 0 && request.Method == HttpMethod.Get)
        {
            return Changes(request, partition!);
        }
        if (IsBatch(request))
        {
            return Batch(partition!, body);
        }
        if (Header(request, "x-ms-cosmos-is-query-plan-request") == "True")
        {
            return FakeCosmos.Json(HttpStatusCode.OK, FakeQuery.Parse(body).Plan());
        }
        if (
            Header(request, "x-ms-documentdb-isquery") == "True"
            || request.Content?.Headers.ContentType?.MediaType == "application/query+json"
        )
        {
            return Query(request, partition, body);
        }
        if (body.Length > 2 * 1024 * 1024)
        {
            return FakeCosmos.Error(HttpStatusCode.RequestEntityTooLarge);
        }
        var (status, item) = Apply(
            request.Method.Method switch
            {
                "POST" => 0,
                "PUT" => 5,
                "DELETE" => 4,
                _ => 2,
            },
            partition!,
            id.FirstOrDefault(),
            body,
            Header(request, "If-Match"),
            _items,
            _lsn + 1,
            0
        );
        if ((int)status < 300 && request.Method != HttpMethod.Get)
        {
            _lsn++;
        }
        if (status == HttpStatusCode.NoContent)
        {
            return new(status);
        }
        return item is null
            ? FakeCosmos.Error(status)
            : FakeCosmos.With(FakeCosmos.Json(status, item), "etag", item["_etag"]!.GetValue<string>());
    }

    internal static bool IsBatch(HttpRequestMessage request) =>
        Header(request, "x-ms-cosmos-is-batch-request") == "True";

    internal static string? Header(HttpRequestMessage request, string name) =>
        request.Headers.TryGetValues(name, out var values) ? string.Join(',', values) : null;

    private void Expire()
    {
        var now = _clock.GetUtcNow();
        foreach (var (key, stored) in _items.ToArray())
        {
            if (stored.Item["ttl"]?.GetValue<int>() is { } seconds && stored.Written.AddSeconds(seconds) <= now)
            {
                _items.Remove(key);
            }
        }
    }

    private (HttpStatusCode, JsonObject?) Apply(
        int operation,
        string partition,
        string? id,
        byte[] body,
        string? ifMatch,
        Dictionary<(string, string), Stored> items,
        long lsn,
        int place
    )
    {
        var content = operation is 0 or 5 ? JsonNode.Parse(body, null, new() { MaxDepth = 1000 })!.AsObject() : null;
        id ??= content!["id"]!.GetValue<string>();
        var there = items.GetValueOrDefault((partition, id));
        if (operation == 0 ? there is not null : there is null)
        {
            return (operation == 0 ? HttpStatusCode.Conflict : HttpStatusCode.NotFound, null);
        }
        if (ifMatch is not null && there!.Item["_etag"]!.GetValue<string>() != ifMatch)
        {
            return (HttpStatusCode.PreconditionFailed, null);
        }
        switch (operation)
        {
            case 2:
                return (HttpStatusCode.OK, (JsonObject)there!.Item.DeepClone());
            case 4:
                items.Remove((partition, id));
                return (HttpStatusCode.NoContent, null);
        }
        if (content!["partition"]!.GetValue<string>() != partition || content["id"]!.GetValue<string>() != id)
        {
            return (HttpStatusCode.BadRequest, null);
        }
        content["_etag"] = $"\"{Guid.NewGuid()}\"";
        content["_rid"] = Convert.ToBase64String([
            1,
            0,
            0,
            0,
            128,
            0,
            0,
            1,
            .. BitConverter.GetBytes((lsn << 8) + place),
        ]);
        content["_ts"] = _clock.GetUtcNow().ToUnixTimeSeconds();
        items[(partition, id)] = new(content, lsn, place, _clock.GetUtcNow());
        return (operation == 0 ? HttpStatusCode.Created : HttpStatusCode.OK, (JsonObject)content.DeepClone());
    }

    private HttpResponseMessage Batch(string partition, byte[] body)
    {
        var operations = FakeBatch.Read(body);
        // https://learn.microsoft.com/azure/cosmos-db/concepts-limits#per-request-limits
        if (operations.Count > 100 || body.Length > 2 * 1024 * 1024)
        {
            return FakeCosmos.Error(
                operations.Count > 100 ? HttpStatusCode.BadRequest : HttpStatusCode.RequestEntityTooLarge
            );
        }
        var copy = new Dictionary<(string, string), Stored>(_items);
        var results = new List<(int Status, string? ETag)>();
        for (var i = 0; i < operations.Count; i++)
        {
            var (type, id, content, ifMatch) = operations[i];
            var (status, item) = Apply(type, partition, id, content, ifMatch, copy, _lsn + 1, i);
            results.Add(((int)status, item?["_etag"]?.GetValue<string>()));
        }
        var failed = results.FindIndex(r => r.Status >= 300);
        if (failed < 0)
        {
            _items.Clear();
            foreach (var (key, value) in copy)
            {
                _items[key] = value;
            }
            _lsn++;
            return FakeBatch.Write(HttpStatusCode.OK, results);
        }
        return FakeBatch.Write((HttpStatusCode)207, [.. results.Select((r, i) => i == failed ? r : (424, null))]);
    }

    private HttpResponseMessage Changes(HttpRequestMessage request, string partition)
    {
        var from =
            Header(request, "If-None-Match") is { } etag
            && long.TryParse(etag.Trim('"'), CultureInfo.InvariantCulture, out var last)
                ? last
                : 0;
        var max =
            int.TryParse(Header(request, "x-ms-max-item-count"), CultureInfo.InvariantCulture, out var count)
            && count > 0
                ? Math.Min(count, PageCap)
                : Math.Min(100, PageCap);
        var page = new JsonArray();
        foreach (
            var stored in _items
                .Where(i => i.Key.Partition == partition && i.Value.Lsn > from)
                .Select(i => i.Value)
                .OrderBy(s => s.Lsn)
                .ThenBy(s => s.Place)
        )
        {
            // Items of one transaction come in one page.
            if (page.Count >= max && stored.Lsn != from)
            {
                break;
            }
            from = stored.Lsn;
            var item = (JsonObject)stored.Item.DeepClone();
            item["_lsn"] = stored.Lsn;
            page.Add(item);
        }
        var answer = FakeCosmos.With(
            page.Count == 0
                ? new(HttpStatusCode.NotModified)
                : FakeCosmos.Json(
                    HttpStatusCode.OK,
                    new JsonObject
                    {
                        ["_rid"] = Rid,
                        ["_count"] = page.Count,
                        ["Documents"] = page,
                    }
                ),
            "etag",
            $"\"{from}\""
        );
        return FakeCosmos.With(answer, "x-ms-item-count", page.Count.ToString(CultureInfo.InvariantCulture));
    }

    private HttpResponseMessage Query(HttpRequestMessage request, string? partition, byte[] body)
    {
        var place = Header(request, "x-ms-continuation");
        var from = int.TryParse(place, CultureInfo.InvariantCulture, out var offset) ? offset : 0;
        var max =
            int.TryParse(Header(request, "x-ms-max-item-count"), CultureInfo.InvariantCulture, out var count)
            && count > 0
                ? Math.Min(count, PageCap)
                : Math.Min(1000, PageCap);
        if (place is null && PageCap < int.MaxValue)
        {
            // Nothing yet, and more to come.
            max = 0;
        }
        var query = FakeQuery.Parse(body);
        if (!FakeIndexes.Serve(Properties["indexingPolicy"]!, query.Order))
        {
            return FakeCosmos.Error(HttpStatusCode.BadRequest);
        }
        var all = query.Run(
            _items.Where(i => partition is null || i.Key.Partition == partition).Select(i => i.Value.Element)
        );
        var page = all.Skip(from).Take(max).ToArray();
        var answer = FakeCosmos.Json(
            HttpStatusCode.OK,
            new JsonObject
            {
                ["_rid"] = Rid,
                ["Documents"] = new JsonArray(page),
                ["_count"] = page.Length,
            }
        );
        return from + page.Length < all.Count
            ? FakeCosmos.With(answer, "x-ms-continuation", (from + page.Length).ToString(CultureInfo.InvariantCulture))
            : answer;
    }
}
