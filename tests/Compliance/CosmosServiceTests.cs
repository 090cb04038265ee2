using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Net;
using IntegrationFunctions.Platform.Documents;
using IntegrationFunctions.Platform.Documents.Cosmos;
using IntegrationFunctions.Platform.Messages;
using IntegrationFunctions.Platform.Messages.Outbox;
using IntegrationFunctions.Platform.Storage;
using IntegrationFunctions.Tests.Support;
using IntegrationFunctions.Tests.Support.Cosmos;
using Microsoft.Azure.Cosmos;
using Microsoft.Extensions.Logging.Abstractions;

namespace IntegrationFunctions.Tests.Compliance;

/// <summary>What the service does to its callers: it turns them away, does not answer, answers in part, and sends bills.</summary>
public sealed class CosmosServiceTests : IAsyncDisposable
{
    private const HttpStatusCode TooMany = HttpStatusCode.TooManyRequests;

    private static readonly AsyncLocal<Dictionary<string, double>?> Measured = new();

    private readonly ManualTimeProvider _time = new();
    private readonly RingingClock _clock;
    private readonly SqliteStorageFixture _messages;
    private readonly FakeCosmos _fake;
    private readonly CosmosClient _client;
    private readonly CosmosDocumentStores _stores;

    public CosmosServiceTests()
    {
        _clock = new(_time.GetUtcNow());
        _messages = new(_time);
        _fake = new(_time);
        var cosmos = new CosmosOptions { GatewayMode = true, CreateContainers = true };
        var options = cosmos.ClientOptions();
        options.HttpClientFactory = () => new HttpClient(_fake, disposeHandler: false);
        // Only the fake sees the key.
        _client = new("https://fake.invalid", Convert.ToBase64String(new byte[64]), options);
        _stores = new(
            _client,
            cosmos,
            new([new DocumentGroup("invoices").Index("n")]),
            new(),
            _messages.Get<IMessageQueue>(),
            _messages.Get<QueueCatalogue>(),
            _clock
        );
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private IDocumentStore Store => _stores.ForTenant("t1");

    [Fact]
    public async Task A_call_that_is_turned_away_waits_as_long_as_the_service_says_and_is_counted()
    {
        using var meters = Listen();
        _fake.Faults.Enqueue(new(TooMany));
        _fake.Faults.Enqueue(new(TooMany));

        (await Store.Create("invoices/i1", """{"n":1}""")).EnsureCommitted();

        Assert.Equal([TimeSpan.FromMilliseconds(250), TimeSpan.FromMilliseconds(250)], _clock.Waits);
        Assert.Equal(2, Measured.Value!["documents.throttled write"]);
        Assert.Equal("""{"n":1}""", (await Store.Get("invoices/i1", Ct))!.Text());
    }

    [Fact]
    public async Task A_batch_that_is_turned_away_is_sent_again_whole()
    {
        _fake.Faults.Enqueue(new(TooMany));

        var result = await Store.Commit(new DocumentBatch("invoices").Create("i1", "{}").Create("i2", "{}"), Ct);

        Assert.Null(result.Conflict);
        Assert.Equal(2, await Store.Count(new("invoices"), Ct));
    }

    [Fact]
    public async Task Who_is_turned_away_again_and_again_hears_why_in_the_end()
    {
        for (var i = 0; i < 10; i++)
        {
            _fake.Faults.Enqueue(new(TooMany));
        }

        var e = await Assert.ThrowsAsync<StorageException>(() => Store.Create("invoices/i1", "{}"));

        Assert.Contains("10 times", e.Message, StringComparison.Ordinal);
        Assert.Contains("throughput", e.Message, StringComparison.Ordinal);
        Assert.Equal(9, _clock.Waits.Count);
        Assert.Null(await Store.Get("invoices/i1", Ct));
    }

    [Fact]
    public async Task Every_call_tells_what_it_cost()
    {
        using var meters = Listen();
        using var test = new Activity("test").SetIdFormat(ActivityIdFormat.W3C).Start();
        var ended = new List<Activity>();
        using var activities = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "IntegrationFunctions.Documents",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = activity =>
            {
                if (activity.TraceId == test.TraceId)
                {
                    ended.Add(activity);
                }
            },
        };
        ActivitySource.AddActivityListener(activities);
        _fake.Faults.Enqueue(new(TooMany));

        await Store.Create("invoices/i1", "{}");
        await Store.Get("invoices/i1", Ct);

        Assert.Equal(["documents write", "documents read"], ended.Select(activity => activity.OperationName));
        Assert.Equal([3.0, 1.5], ended.Select(activity => activity.GetTagItem("documents.request_charge")));
        Assert.Equal(1, ended[0].GetTagItem("documents.throttled"));
        Assert.Equal(3.0, Measured.Value!["documents.request_charge write"]);
        Assert.Equal(1.5, Measured.Value["documents.request_charge read"]);
    }

    [Theory]
    [InlineData(HttpStatusCode.ServiceUnavailable, true)]
    [InlineData(HttpStatusCode.ServiceUnavailable, false)]
    [InlineData(HttpStatusCode.RequestTimeout, true)]
    [InlineData(HttpStatusCode.RequestTimeout, false)]
    public async Task A_write_whose_answer_is_lost_is_done_once(HttpStatusCode status, bool done)
    {
        await Store.Create("invoices/i1", """{"n":1}""");
        // Behind the look at what is there.
        _fake.Faults.Enqueue(null);
        _fake.Faults.Enqueue(new(status, done));

        var result = await Store.Update("invoices/i1", new DocumentUpdate().Increment("n", 1), ct: Ct);

        var document = (await Store.Get("invoices/i1", Ct))!;
        Assert.Equal("""{"n":2}""", document.Text());
        Assert.Equal(Assert.Single(result.ETags), document.ETag);
    }

    [Fact]
    public async Task A_new_document_whose_answer_is_lost_is_not_taken_for_somebody_elses()
    {
        _fake.Faults.Enqueue(new(HttpStatusCode.ServiceUnavailable, AfterCommit: true));

        var result = await Store.Create("invoices/i1", "{}");

        Assert.Null(result.Conflict);
        Assert.Equal(Assert.Single(result.ETags), (await Store.Get("invoices/i1", Ct))!.ETag);
    }

    [Fact]
    public async Task A_write_whose_answer_is_lost_and_that_others_wrote_over_is_unknown_and_not_repeated()
    {
        await Store.Create("invoices/i1", """{"n":1}""");
        var update = new DocumentUpdate().Increment("n", 1);
        _fake.Faults.Enqueue(null);
        _fake.Faults.Enqueue(
            new(HttpStatusCode.ServiceUnavailable, AfterCommit: true, () => Store.Update("invoices/i1", update, ct: Ct))
        );

        var e = await Assert.ThrowsAsync<StorageException>(() => Store.Update("invoices/i1", update, ct: Ct));

        Assert.Contains("Nobody knows", e.Message, StringComparison.Ordinal);
        Assert.Equal("""{"n":3}""", (await Store.Get("invoices/i1", Ct))!.Text());
    }

    [Fact]
    public async Task A_check_holds_against_who_comes_between()
    {
        // The look finds nothing; then somebody writes what must not be there.
        _fake.BeforeBatch(() => Store.Create("invoices/lock", "{}"));

        var result = await Store.Commit(new DocumentBatch("invoices").Check("lock", null).Create("i1", "{}"), Ct);

        Assert.Equal(new CommitConflict("lock", ConflictReason.AlreadyExists), result.Conflict);
        Assert.Null(await Store.Get("invoices/i1", Ct));
    }

    [Fact]
    public async Task Who_can_not_be_reached_is_told_as_a_failure_of_storage()
    {
        await Store.Create("invoices/i1", "{}");
        for (var i = 0; i < 200; i++)
        {
            _fake.Faults.Enqueue(new(default) { Unreachable = true });
        }

        var e = await Assert.ThrowsAsync<StorageException>(() => Store.Get("invoices/i1", Ct));

        Assert.Contains("can't be reached", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(HttpStatusCode.Forbidden, "Look at the key")]
    [InlineData(HttpStatusCode.InternalServerError, "500")]
    public async Task A_refusal_is_told_with_what_to_look_at(HttpStatusCode status, string hint)
    {
        await Store.Create("invoices/i1", "{}");
        for (var i = 0; i < 200; i++)
        {
            _fake.Faults.Enqueue(new(status));
        }

        var e = await Assert.ThrowsAsync<StorageException>(() => Store.Get("invoices/i1", Ct));

        Assert.Contains(hint, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_too_large_with_its_exact_numbers_is_refused_and_nothing_is_written()
    {
        // 1.2 MB of numbers that no double gives back as they are: stored as text too.
        var numbers = string.Join(',', Enumerable.Repeat("1.50", 250_000));

        var e = await Assert.ThrowsAsync<ArgumentException>(() =>
            Store.Create("invoices/i1", $$"""{"n":[{{numbers}}]}""")
        );

        Assert.Contains("to the digit", e.Message, StringComparison.Ordinal);
        Assert.Null(await Store.Get("invoices/i1", Ct));
    }

    [Fact]
    public async Task A_read_carries_the_session_of_the_write_before_it()
    {
        await Store.Create("invoices/i1", "{}");
        await Store.Create("invoices/i2", "{}");
        await Store.Get("invoices/i1", Ct);
        await Store.Query(new("invoices"), Ct);

        // The place that the second write got, of the reader's partition range.
        Assert.All(_fake.Sessions.Skip(2), token => Assert.Equal("0:-1#3", token));
    }

    [Fact]
    public async Task Pages_smaller_than_asked_for_and_empty_ones_are_followed_to_the_end()
    {
        for (var i = 0; i < 30; i++)
        {
            await Store.Create($"invoices/i{i:00}", $$"""{"n":{{i}}}""");
        }
        _fake.PageCap = 7;

        var page = await Store.Query(new DocumentQuery("invoices").OrderBy("n").Limit(20), Ct);
        var rest = await Store.Query(new DocumentQuery("invoices").OrderBy("n").Limit(20).StartAfter(page.Next), Ct);
        var ids = Enumerable.Range(0, 30).Select(i => $"i{i:00}").ToArray();
        Assert.Equal(ids, page.Documents.Concat(rest.Documents).Select(d => d.Path.Id));
        Assert.Null(rest.Next);
        Assert.Equal(ids, (await Store.GetMany("invoices", ids, Ct)).Select(d => d?.Path.Id));
        Assert.Equal(30, await Store.Count(new("invoices"), Ct));
    }

    [Fact]
    public async Task What_a_dead_sender_left_is_relayed_once()
    {
        // The batch is written, and the look for its messages fails.
        _fake.Faults.Enqueue(null);
        _fake.Faults.Enqueue(new(HttpStatusCode.Forbidden));
        var batch = new DocumentBatch("invoices").Create("i1", "{}");
        batch.Send(new("events", "e1", "t1", "{}"u8.ToArray()));

        (await Store.Commit(batch, Ct)).EnsureCommitted();

        var queue = _messages.Get<IMessageQueue>();
        Assert.Empty(await queue.Receive("events", 10, TimeSpan.FromMinutes(1), Ct));
        var relay = new OutboxRelay(_stores.Outbox, queue, _clock, NullLogger<OutboxRelay>.Instance);
        Assert.Equal(0, await relay.Drain(Ct));
        Assert.Equal("e1", Assert.Single(await queue.Receive("events", 10, TimeSpan.FromMinutes(1), Ct)).Id);
        Assert.Empty(await _stores.Outbox.Read(null, 100, Ct));
    }

    [Fact]
    public void The_gaps_of_emulators_name_tests_that_there_are()
    {
        var tests = typeof(DocumentStoreCompliance).GetMethods().Select(method => method.Name);

        Assert.Empty(CosmosEmulators.Tests.Except(tests));
    }

    // What this test's calls measure, by name and verb; other tests measure at the same time.
    private static MeterListener Listen()
    {
        Measured.Value = [];
        var listener = new MeterListener
        {
            InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Meter.Name == "IntegrationFunctions.Documents")
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<double>((of, value, tags, _) => Add(of, value, tags));
        listener.SetMeasurementEventCallback<long>((of, value, tags, _) => Add(of, value, tags));
        listener.Start();
        return listener;
    }

    private static void Add(Instrument of, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        if (Measured.Value is { } measured)
        {
            var name = $"{of.Name} {tags[0].Value}";
            measured[name] = measured.GetValueOrDefault(name) + value;
        }
    }

    public ValueTask DisposeAsync()
    {
        _client.Dispose();
        _fake.Dispose();
        return _messages.DisposeAsync();
    }
}
