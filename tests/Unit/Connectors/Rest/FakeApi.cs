using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using IntegrationFunctions.Connectors;
using IntegrationFunctions.Connectors.Rest;
using IntegrationFunctions.Connectors.Sync;
using IntegrationFunctions.Mapping.Execution;

namespace IntegrationFunctions.Tests.Unit.Connectors.Rest;

/// <summary>A system that answers as a test wants, and remembers what it was asked.</summary>
internal sealed class FakeApi(Func<HttpRequestMessage, string, HttpResponseMessage> answer) : HttpMessageHandler
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>Method, address and body of each request.</summary>
    public List<string> Requests { get; } = [];

    /// <summary>The headers of each request, a name and a value a line.</summary>
    public List<string> Headers { get; } = [];

    public static HttpResponseMessage Json(string body, HttpStatusCode status = HttpStatusCode.OK) =>
        new(status) { Content = new StringContent(body, Encoding.UTF8, "application/json") };

    public ConnectorContext Context(JsonObject settings, string tenant = "ten_test") =>
        new(tenant, "int_test", settings, new HttpClient(this, disposeHandler: false), "cor_test");

    /// <summary>All records of an object, a page of <paramref name="pageSize"/> after the other.</summary>
    public async Task<IReadOnlyList<SourceRecord>> ReadAll(
        RestConnector connector,
        JsonObject settings,
        string name,
        int pageSize
    )
    {
        var records = new List<SourceRecord>();
        string? state = null;
        do
        {
            var page = (await connector.FetchNext(Context(settings), name, state, pageSize, Ct)).Value;
            records.AddRange(page.Records);
            state = page.State;
        } while (state is not null);
        return records;
    }

    /// <summary>What the object's own mapping makes of the records; none may have a fault.</summary>
    public static async Task<IReadOnlyList<JsonObject>> Map(
        RestConnector connector,
        string name,
        IEnumerable<SourceRecord> records
    )
    {
        var own = connector.Descriptor.Objects.Single(item => item.Name == name).Mapping;
        var (mapping, errors) = CompiledMapping.Compile(own!);
        Assert.Empty(errors);
        var mapper = RecordMapper.By(mapping!, 0, "own");
        var canonical = new List<JsonObject>();
        foreach (var record in records)
        {
            var mapped = await mapper.Map(record.Key, record.Raw);
            Assert.Empty(mapped.Faults);
            Assert.Null(mapped.Withheld);
            canonical.Add(mapped.Canonical);
        }
        return canonical;
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken ct)
    {
        var body = request.Content is null ? "" : await request.Content.ReadAsStringAsync(ct);
        Requests.Add($"{request.Method} {Uri.UnescapeDataString(request.RequestUri!.AbsoluteUri)} {body}".TrimEnd());
        Headers.Add(
            string.Join('\n', request.Headers.Select(header => $"{header.Key}: {string.Join(", ", header.Value)}"))
        );
        return answer(request, body);
    }
}
