using System.Text;
using IntegrationFunctions.Tests.Compliance;
using IntegrationFunctions.Webhooks.Incoming;
using IntegrationFunctions.Webhooks.Incoming.Providers;

namespace IntegrationFunctions.Tests.Unit.Webhooks.Incoming;

public sealed class StripeWebhooksTests : WebhookProviderCompliance
{
    protected override IWebhookProvider Provider { get; } = new StripeWebhooks();

    protected override (string First, string Second) Secrets => ("whsec_firstSecretOfStripe", "whsec_secondSecret");

    protected override string SignatureHeader => "Stripe-Signature";

    protected override bool SignsTime => true;

    protected override byte[] Body { get; } =
        """{"id":"evt_1","object":"event","created":1700000000,"type":"invoice.paid","data":{"object":{"id":"in_1"}}}"""u8.ToArray();

    protected override Dictionary<string, string> Sign(string secret, byte[] body, DateTimeOffset at) =>
        SignedBodies.Headers("stripe", secret, body, at);

    [Fact]
    public void ReadsItsEvent() =>
        Assert.Equal([new("evt_1", "invoice.paid", "in_1", Now, Now.UtcTicks)], Provider.Events(Body));

    [Fact]
    public void TakesOneOfSeveralSignaturesInEitherCase()
    {
        var header = Sign(Secrets.First, Body, Now)[SignatureHeader];
        var digits = header[^64..];
        var two = $"t=1700000000,v1={new string('a', 64)},v1={digits.ToUpperInvariant()}";
        Assert.Equal(WebhookVerdict.Accepted, Verify(new() { [SignatureHeader] = two }));
        Assert.NotEqual(WebhookVerdict.Accepted, Verify(new() { [SignatureHeader] = $"t=1700000000,v0={digits}" }));
        Assert.Equal(WebhookVerdict.SignatureWrong, Verify(new() { [SignatureHeader] = $"t=1700000001,v1={digits}" }));
    }
}

public sealed class QuickBooksWebhooksTests : WebhookProviderCompliance
{
    protected override IWebhookProvider Provider { get; } = new QuickBooksWebhooks();

    protected override (string First, string Second) Secrets => ("a1b2c3d4-verifier", "e5f6a7b8-verifier");

    protected override string SignatureHeader => "intuit-signature";

    protected override byte[] Body { get; } =
        """
        {"eventNotifications":[{"realmId":"9341","dataChangeEvent":{"entities":[
          {"name":"Invoice","id":"145","operation":"Update","lastUpdated":"2023-11-14T15:13:20-0700"},
          {"name":"Customer","id":"7","operation":"Create","lastUpdated":"2023-11-14T22:13:20.000Z"}]}}]}
        """u8.ToArray();

    protected override Dictionary<string, string> Sign(string secret, byte[] body, DateTimeOffset at) =>
        SignedBodies.Headers("quickbooks", secret, body, at);

    [Fact]
    public void ReadsEntitiesOfTheOlderForm()
    {
        var events = Provider.Events(Body);
        Assert.Equal(["9341/Invoice/145", "9341/Customer/7"], events.Select(e => e.Subject));
        Assert.Equal(["Invoice.Update", "Customer.Create"], events.Select(e => e.Type));
        Assert.All(events, e => Assert.Equal(Now, Assert.NotNull(e.At)));
    }

    [Fact]
    public void ReadsCloudEvents()
    {
        var body =
            """
            [{"specversion":"1.0","id":"88cd52aa","source":"intuit.x","type":"qbo.customer.created.v1",
              "time":"2023-11-14T22:13:20Z","intuitentityid":"1234","intuitaccountid":"310687","data":{}}]
            """u8.ToArray();
        Assert.Equal(
            [new("88cd52aa", "qbo.customer.created.v1", "310687/customer/1234", Now, Now.UtcTicks)],
            Provider.Events(body)
        );
    }
}

public sealed class XeroWebhooksTests : WebhookProviderCompliance
{
    protected override IWebhookProvider Provider { get; } = new XeroWebhooks();

    protected override (string First, string Second) Secrets => ("xero-signing-key-one==", "xero-signing-key-two==");

    protected override string SignatureHeader => "x-xero-signature";

    protected override byte[] Body { get; } =
        """
        {"events":[{"resourceId":"717f","eventDateUtc":"2023-11-14T22:13:20.000","eventType":"UPDATE","eventCategory":"INVOICE","tenantId":"c2cc"},
          {"resourceId":"99aa","eventDateUtc":"2023-11-14T22:13:21.000","eventType":"CREATE","eventCategory":"CONTACT","tenantId":"c2cc"}],
         "firstEventSequence":41,"lastEventSequence":42,"entropy":"S0m3r4nd0m"}
        """u8.ToArray();

    protected override Dictionary<string, string> Sign(string secret, byte[] body, DateTimeOffset at) =>
        SignedBodies.Headers("xero", secret, body, at);

    [Fact]
    public void NumbersItsEventsByTheSequence()
    {
        var events = Provider.Events(Body);
        Assert.Equal([41L, 42L], events.Select(e => e.Version));
        Assert.Equal(["c2cc/INVOICE/717f", "c2cc/CONTACT/99aa"], events.Select(e => e.Subject));
        Assert.Equal(Now, events[0].At);
    }

    [Fact]
    public void GivesNoNumbersThatDoNotFit()
    {
        var text = Encoding.UTF8.GetString(Body).Replace(":42,", ":49,", StringComparison.Ordinal);
        Assert.All(Provider.Events(Encoding.UTF8.GetBytes(text)), e => Assert.Null(e.Version));
    }

    [Fact]
    public void TheIntentToReceiveProbeHasNoEvents() =>
        Assert.Empty(
            Provider.Events(
                """{"events":[],"firstEventSequence":0,"lastEventSequence":0,"entropy":"S0m3"}"""u8.ToArray()
            )
        );
}

public sealed class GoCardlessWebhooksTests : WebhookProviderCompliance
{
    protected override IWebhookProvider Provider { get; } = new GoCardlessWebhooks();

    protected override (string First, string Second) Secrets => ("gocardless-secret-1", "gocardless-secret-2");

    protected override string SignatureHeader => "Webhook-Signature";

    protected override byte[] Body { get; } =
        """
        {"events":[{"id":"EV0001","created_at":"2023-11-14T22:13:20.000Z","resource_type":"payments","action":"confirmed",
          "links":{"payment":"PM0001","mandate":"MD1"}}],"meta":{"webhook_id":"WB1"}}
        """u8.ToArray();

    protected override Dictionary<string, string> Sign(string secret, byte[] body, DateTimeOffset at) =>
        SignedBodies.Headers("gocardless", secret, body, at);

    [Fact]
    public void AsksForItsOwnStatus() => Assert.Equal(498, Provider.RefusalStatus);

    [Fact]
    public void ReadsItsEvents() =>
        Assert.Equal([new("EV0001", "payments.confirmed", "PM0001", Now, Now.UtcTicks)], Provider.Events(Body));
}

public sealed class StandardWebhooksTests : WebhookProviderCompliance
{
    protected override IWebhookProvider Provider { get; } = new StandardWebhooks();

    protected override (string First, string Second) Secrets => (SignedBodies.WhsecOne, SignedBodies.WhsecTwo);

    protected override string SignatureHeader => "webhook-signature";

    protected override bool SignsTime => true;

    protected override byte[] Body { get; } =
        """{"type":"invoice.paid","timestamp":"2023-11-14T22:13:20Z","data":{"id":"inv_1"}}"""u8.ToArray();

    protected override Dictionary<string, string> Sign(string secret, byte[] body, DateTimeOffset at) =>
        SignedBodies.Headers("standard", secret, body, at);

    [Fact]
    public void TakesThePublishedVector()
    {
        var headers = new Dictionary<string, string>
        {
            ["Webhook-Id"] = "msg_p5jXN8AQM9LWM0D4loKWxJek",
            ["Webhook-Timestamp"] = "1614265330",
            ["Webhook-Signature"] = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
        };
        var at = DateTimeOffset.FromUnixTimeSeconds(1614265330);
        Assert.Equal(WebhookVerdict.Accepted, Verify(headers, body: "{\"test\": 2432232314}"u8.ToArray(), now: at));
    }

    [Fact]
    public void ReadsTheRecommendedForm()
    {
        var only = Assert.Single(Provider.Events(Body));
        Assert.Equal(("invoice.paid", "inv_1", Now), (only.Type, only.Subject, only.At));
    }
}
