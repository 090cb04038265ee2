using System.Collections.Concurrent;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace IntegrationFunctions.Tests.Support.Cosmos;

/// <summary>
/// Cosmos DB as its SDK meets it in gateway mode, in memory: what https://learn.microsoft.com/rest/api/cosmos-db documents of accounts, containers,
/// items, batches, queries and the change feed. It takes the place of the network below the client.
/// </summary>
public sealed class FakeCosmos(TimeProvider clock) : HttpMessageHandler
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, FakeContainer> _containers = new(StringComparer.Ordinal);
    private readonly HashSet<string> _databases = [];
    private Func<Task>? _beforeBatch;

    /// <summary>Answers that come instead of the next ones to items, in order; null: the true one.</summary>
    public ConcurrentQueue<FakeFault?> Faults { get; } = new();

    /// <summary>The session tokens of the calls to items, in order, but for plans of queries, which read none; null where there was none.</summary>
    public ConcurrentQueue<string?> Sessions { get; } = new();

    /// <summary>What others do before the next transactional batch is there.</summary>
    public void BeforeBatch(Func<Task> others) => _beforeBatch = others;

    /// <summary>Items in a page of a query or of a change feed, whatever is asked for: the service may give fewer, and none.</summary>
    public int PageCap { get; set; } = int.MaxValue;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken ct)
    {
        var body = request.Content is null ? [] : await request.Content.ReadAsByteArrayAsync(ct);
        FakeFault? fault = null;
        if (request.RequestUri!.AbsolutePath.Contains("/docs", StringComparison.Ordinal))
        {
            Faults.TryDequeue(out fault);
            if (FakeContainer.Header(request, "x-ms-cosmos-is-query-plan-request") is null)
            {
                Sessions.Enqueue(FakeContainer.Header(request, "x-ms-session-token"));
            }
        }
        if (FakeContainer.IsBatch(request) && Interlocked.Exchange(ref _beforeBatch, null) is { } before)
        {
            await before();
        }
        HttpResponseMessage answer;
        lock (_lock)
        {
            answer = Answer(request, body, fault);
            answer.RequestMessage = request;
            answer.Headers.TryAddWithoutValidation("x-ms-request-charge", "1.5");
            answer.Headers.TryAddWithoutValidation("x-ms-activity-id", Guid.NewGuid().ToString());
        }
        if (fault?.Meanwhile is { } meanwhile)
        {
            await meanwhile();
        }
        return answer;
    }

    private HttpResponseMessage Answer(HttpRequestMessage request, byte[] body, FakeFault? fault)
    {
        var parts = request.RequestUri!.AbsolutePath.Trim('/').Split('/').Select(Uri.UnescapeDataString).ToArray();
        var post = request.Method == HttpMethod.Post;
        switch (parts)
        {
            case [""]:
                return Json(HttpStatusCode.OK, Account());
            case ["dbs"] when post:
                var database = JsonNode.Parse(body)!["id"]!.GetValue<string>();
                return Json(
                    _databases.Add(database) ? HttpStatusCode.Created : HttpStatusCode.Conflict,
                    Named(database, "AAAAAA==")
                );
            case ["dbs", var name]:
                return _databases.Contains(name)
                    ? Json(HttpStatusCode.OK, Named(name, "AAAAAA=="))
                    : Error(HttpStatusCode.NotFound);
            case ["dbs", _, "colls"] when post:
                var properties = JsonNode.Parse(body)!.AsObject();
                var id = properties["id"]!.GetValue<string>();
                if (_containers.ContainsKey(id))
                {
                    return Error(HttpStatusCode.Conflict);
                }
                _containers[id] = new(clock, properties, _containers.Count + 1);
                return Json(HttpStatusCode.Created, properties);
        }
        var container = _containers.Values.FirstOrDefault(c =>
            parts.Length > 3 && (parts[3] == c.Id || parts[3] == c.Rid)
        );
        if (container is null)
        {
            return Error(HttpStatusCode.NotFound);
        }
        switch (parts[4..])
        {
            case []:
                return Json(HttpStatusCode.OK, container.Properties);
            case ["pkranges"]:
                return request.Headers.IfNoneMatch.Count > 0
                    ? new(HttpStatusCode.NotModified) { Headers = { { "ETag", "\"1\"" } } }
                    : With(Json(HttpStatusCode.OK, container.Ranges()), "ETag", "\"1\"");
        }
        container.PageCap = PageCap;
        if (fault is not null)
        {
            if (fault.Unreachable)
            {
                throw new HttpRequestException("There is no network.");
            }
            if (fault.AfterCommit)
            {
                container.Answer(request, parts[5..], body).Dispose();
            }
            return With(Error(fault.Status), "x-ms-retry-after-ms", "250");
        }
        var answer = container.Answer(request, parts[5..], body);
        With(answer, "x-ms-content-path", container.Rid);
        With(answer, "x-ms-alt-content-path", string.Join('/', parts[..4]));
        return With(answer, "x-ms-session-token", $"0:-1#{container.Lsn}");
    }

    private static JsonObject Named(string id, string rid) =>
        new()
        {
            ["id"] = id,
            ["_rid"] = rid,
            ["_self"] = $"dbs/{rid}/",
            ["_etag"] = "\"1\"",
            ["_ts"] = 1,
        };

    private static JsonObject Account()
    {
        JsonArray Here() =>
            [new JsonObject { ["name"] = "Here", ["databaseAccountEndpoint"] = "https://fake.invalid/" }];
        return new()
        {
            ["id"] = "fake",
            ["_rid"] = "fake",
            ["writableLocations"] = Here(),
            ["readableLocations"] = Here(),
            ["enableMultipleWriteLocations"] = false,
            ["userConsistencyPolicy"] = new JsonObject { ["defaultConsistencyLevel"] = "Session" },
            ["queryEngineConfiguration"] =
                """{"maxSqlQueryInputLength":262144,"maxJoinsPerSqlQuery":5,"maxLogicalAndPerSqlQuery":500,"maxLogicalOrPerSqlQuery":500,"maxUdfRefPerSqlQuery":10,"maxInExpressionItemsCount":16000,"queryMaxInMemorySortDocumentCount":500,"maxQueryRequestTimeoutFraction":0.9,"sqlAllowNonFiniteNumbers":false,"sqlAllowAggregateFunctions":true,"sqlAllowSubQuery":true,"sqlAllowScalarSubQuery":true,"allowNewKeywords":true,"sqlAllowLike":true,"sqlAllowGroupByClause":true,"maxSpatialQueryCells":12,"spatialMaxGeometryPointCount":256,"sqlDisableQueryILOptimization":false,"sqlDisableFilterPlanOptimization":false,"sqlAllowTop":true,"enableSpatialIndexing":true}""",
        };
    }

    internal static HttpResponseMessage Json(HttpStatusCode status, JsonNode json) =>
        new(status) { Content = new StringContent(json.ToJsonString(), Encoding.UTF8, "application/json") };

    internal static HttpResponseMessage Error(HttpStatusCode status) =>
        Json(status, new JsonObject { ["code"] = status.ToString(), ["message"] = status.ToString() });

    internal static HttpResponseMessage With(HttpResponseMessage answer, string header, string value)
    {
        answer.Headers.TryAddWithoutValidation(header, value);
        return answer;
    }
}

/// <summary>An answer in place of the true one.</summary>
/// <param name="Status">Its status.</param>
/// <param name="AfterCommit">Whether the work is done all the same.</param>
/// <param name="Meanwhile">What others do before the answer is there.</param>
public sealed record FakeFault(HttpStatusCode Status, bool AfterCommit = false, Func<Task>? Meanwhile = null)
{
    /// <summary>No answer at all.</summary>
    public bool Unreachable { get; init; }
}
