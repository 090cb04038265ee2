using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using IntegrationFunctions.Functions.Queues;
using IntegrationFunctions.Platform.Documents;
using IntegrationFunctions.Platform.Events;
using IntegrationFunctions.Platform.Http;
using IntegrationFunctions.Platform.Http.Rules;
using IntegrationFunctions.Platform.Messages;
using IntegrationFunctions.Tests.Compliance;
using IntegrationFunctions.Tests.Support;
using IntegrationFunctions.Webhooks;
using IntegrationFunctions.Webhooks.Outgoing;
using Microsoft.Extensions.DependencyInjection;

namespace IntegrationFunctions.Tests.Unit.Webhooks.Outgoing;

/// <summary>Outgoing webhooks over real documents and a real queue, with a receiver and a clock that the test holds.</summary>
internal sealed class OutgoingHarness : IAsyncDisposable
{
    public const string Tenant = "ten_a";
    private readonly SqliteStorageFixture _storage;
    private readonly Receiver _receiver = new();
    private int _messages;

    public OutgoingHarness() =>
        _storage = new(
            Clock,
            declare: services =>
                services
                    .AddSingleton<IEgressRules>(new FixedEgress())
                    .AddSingleton(new EgressPolicy((_, _) => Task.FromResult(new[] { IPAddress.Parse("198.41.0.4") })))
                    .AddSingleton<IOutgoingHttp>(_receiver)
                    .AddDocumentGroup(new DocumentGroup("things").Publishes("thing"))
                    .AddEventFeed()
                    .AddOutgoingWebhooks()
        );

    public ManualTimeProvider Clock { get; } = new();

    /// <summary>What the receiver answers; it may throw.</summary>
    public Func<JsonNode, HttpResponseMessage> Answer
    {
        set => _receiver.Answer = value;
    }

    /// <summary>What came, in order.</summary>
    public List<Received> Received => _receiver.All;

    public WebhookEndpoints Endpoints => _storage.Get<WebhookEndpoints>();

    public DeliveryLog Log => _storage.Get<DeliveryLog>();

    public T Get<T>()
        where T : notnull => _storage.Get<T>();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async Task<WebhookEndpoint> Endpoint(EndpointSettings? settings = null)
    {
        var outcome = await Endpoints.Create(
            Tenant,
            "usr_1",
            (settings ?? new()) with
            {
                Url = settings?.Url ?? "https://hooks.example.com/in",
                MaxPerSecond = settings?.MaxPerSecond ?? 1_000,
            },
            Ct
        );
        Assert.Empty(outcome.Errors);
        return outcome.Endpoint!;
    }

    /// <summary>Something happened, and is in the feed; nothing is delivered yet.</summary>
    public async Task<PlatformEvent> Happens(
        string subject,
        string type = "thing",
        ChangeVerb verb = ChangeVerb.Updated,
        string content = "{}"
    )
    {
        var json = System.Text.Json.JsonDocument.Parse(content).RootElement;
        var changes = new PublishedChanges(
            Clock.GetUtcNow(),
            ChangeOrigin.System,
            [new(type, subject, verb, null, json)]
        );
        var told = await Get<IEventFeed>().Append(Tenant, $"m{_messages++}", changes, Ct);
        await Get<EventReader>().Tell(Tenant, told[^1], Ct);
        return told[^1];
    }

    /// <summary>Handles all messages that are due.</summary>
    public async Task Pump()
    {
        var trigger = new OutgoingWebhookTrigger(Endpoints, Get<EventReader>(), Get<EventDelivery>());
        var queue = Get<IMessageQueue>();
        while (await queue.Receive(trigger.Queue, 32, TimeSpan.FromMinutes(2), Ct) is { Count: > 0 } messages)
        {
            foreach (var message in messages)
            {
                await trigger.Handle(message, Ct);
                await queue.Complete(message, Ct);
            }
        }
    }

    /// <summary>Lets time go by, and handles what becomes due.</summary>
    public async Task After(TimeSpan time)
    {
        Clock.Advance(time);
        await Pump();
    }

    public async Task<IReadOnlyList<WebhookDelivery>> Deliveries(WebhookEndpoint endpoint) =>
        (await Log.List(Tenant, endpoint.Id, 1_000, null, Ct)).Deliveries;

    public async Task<WebhookEndpoint> Now(WebhookEndpoint endpoint) =>
        (await Endpoints.Find(Tenant, endpoint.Id, Ct))!;

    public ValueTask DisposeAsync() => _storage.DisposeAsync();

    private sealed class Receiver : HttpMessageHandler, IOutgoingHttp
    {
        public Func<JsonNode, HttpResponseMessage> Answer { get; set; } = _ => new(HttpStatusCode.NoContent);

        public List<Received> All { get; } = [];

        public HttpClient For(OutgoingPurpose purpose)
        {
            Assert.Equal(TimeSpan.FromSeconds(30), purpose.Timeout);
            Assert.True(purpose.LeavesSandbox);
            return new(this, disposeHandler: false);
        }

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken ct)
        {
            var body = await request.Content!.ReadAsByteArrayAsync(ct);
            var one = new Received(
                request.Headers.GetValues("webhook-id").Single(),
                request.Headers.GetValues("webhook-timestamp").Single(),
                request.Headers.GetValues("webhook-signature").Single(),
                request.RequestUri!,
                body
            );
            All.Add(one);
            return Answer(one.Json);
        }
    }
}

/// <summary>A request that came.</summary>
internal sealed record Received(string Id, string Timestamp, string Signature, Uri Address, byte[] Body)
{
    public JsonNode Json { get; } = JsonNode.Parse(Encoding.UTF8.GetString(Body))!;

    public string Subject => (string)Json["subject"]!;

    public long SubjectSequence => (long)Json["subjectsequence"]!;

    public bool IsSignedWith(string secret, DateTimeOffset now) =>
        StandardWebhooksSignature.IsValid([secret], Id, Timestamp, Signature, Body, now);
}
