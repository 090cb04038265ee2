using IntegrationFunctions.Platform.Documents;
using IntegrationFunctions.Platform.Documents.Cosmos;
using IntegrationFunctions.Platform.Messages;
using IntegrationFunctions.Tests.Support;
using IntegrationFunctions.Tests.Support.Cosmos;
using Microsoft.Azure.Cosmos;

namespace IntegrationFunctions.Tests.Compliance;

/// <summary>The documents of Cosmos DB against a fake of its protocol: the SDK is the true one, the network is not.</summary>
public sealed class CosmosDocumentStoreTests : DocumentStoreCompliance, IAsyncDisposable
{
    private readonly SqliteStorageFixture _messages;
    private readonly FakeCosmos _fake;
    private CosmosClient _client;
    private CosmosDocumentStores _stores;

    public CosmosDocumentStoreTests()
    {
        Clock = new();
        _messages = new(Clock);
        _fake = new(Clock);
        (_client, _stores) = Open();
    }

    protected override IDocumentStores Stores => _stores;

    protected override IMessageQueue Queue => _messages.Get<IMessageQueue>();

    protected override ManualTimeProvider Clock { get; }

    protected override bool KeepsHistory => false;

    protected override Task Reopen()
    {
        _client.Dispose();
        (_client, _stores) = Open();
        return Task.CompletedTask;
    }

    private (CosmosClient, CosmosDocumentStores) Open()
    {
        var cosmos = new CosmosOptions { GatewayMode = true, CreateContainers = true };
        var options = cosmos.ClientOptions();
        options.HttpClientFactory = () => new HttpClient(_fake, disposeHandler: false);
        // Only the fake sees the key.
        var client = new CosmosClient("https://fake.invalid", Convert.ToBase64String(new byte[64]), options);
        return (
            client,
            new(client, cosmos, new DocumentCatalogue(Groups), new(), Queue, _messages.Get<QueueCatalogue>(), Clock)
        );
    }

    public ValueTask DisposeAsync()
    {
        _client.Dispose();
        _fake.Dispose();
        return _messages.DisposeAsync();
    }
}
