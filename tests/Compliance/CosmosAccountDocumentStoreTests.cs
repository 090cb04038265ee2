using IntegrationFunctions.Platform.Documents;
using IntegrationFunctions.Platform.Documents.Cosmos;
using IntegrationFunctions.Platform.Messages;
using IntegrationFunctions.Tests.Support;
using IntegrationFunctions.Tests.Support.Cosmos;
using Microsoft.Azure.Cosmos;

namespace IntegrationFunctions.Tests.Compliance;

/// <summary>
/// The documents of Cosmos DB against the account or the emulator at COSMOS_ENDPOINT, in a database of its own a test. COSMOS_EMULATOR names an
/// emulator, whose gaps are listed in <see cref="CosmosEmulators"/>.
/// </summary>
public sealed class CosmosAccountDocumentStoreTests : DocumentStoreCompliance, IAsyncLifetime
{
    private static readonly string? Endpoint = ServerSettings.Get("COSMOS_ENDPOINT");
    private static readonly string? Key = ServerSettings.Get("COSMOS_KEY");
    private static readonly string? Emulator = Environment.GetEnvironmentVariable("COSMOS_EMULATOR");

    private readonly SqliteStorageFixture _messages;
    private readonly CosmosOptions _cosmos = new()
    {
        Database = $"test-{Guid.NewGuid():n}",
        GatewayMode = true,
        CreateContainers = true,
    };
    private CosmosClient? _client;
    private CosmosDocumentStores? _stores;

    public CosmosAccountDocumentStoreTests()
    {
        Clock = new();
        _messages = new(Clock);
    }

    protected override IDocumentStores Stores => _stores!;

    protected override IMessageQueue Queue => _messages.Get<IMessageQueue>();

    protected override ManualTimeProvider Clock { get; }

    protected override bool KeepsHistory => false;

    public ValueTask InitializeAsync()
    {
        Assert.SkipWhen(
            string.IsNullOrEmpty(Endpoint) || string.IsNullOrEmpty(Key),
            "COSMOS_ENDPOINT and COSMOS_KEY name no account."
        );
        var reason = CosmosEmulators.Gap(Emulator, TestContext.Current.TestMethod!.MethodName);
        Assert.SkipWhen(reason is not null, reason ?? "");
        Open();
        return default;
    }

    protected override Task Reopen()
    {
        _client!.Dispose();
        Open();
        return Task.CompletedTask;
    }

    private void Open()
    {
        var options = _cosmos.ClientOptions();
        if (!string.IsNullOrEmpty(Emulator))
        {
            // Emulators sign their certificates themselves.
            options.ServerCertificateCustomValidationCallback = (_, _, _) => true;
        }
        _client = new(Endpoint, Key, options);
        _stores = new(
            _client,
            _cosmos,
            new DocumentCatalogue(Groups),
            new(),
            Queue,
            _messages.Get<QueueCatalogue>(),
            new ServiceClock(Clock)
        );
    }

    public async ValueTask DisposeAsync()
    {
        if (_client is not null)
        {
            using var response = await _client.GetDatabase(_cosmos.Database).DeleteStreamAsync();
            _client.Dispose();
        }
        await _messages.DisposeAsync();
    }

    /// <summary>The test's dates, but true waits: the service does not know the test's clock.</summary>
    private sealed class ServiceClock(ManualTimeProvider dates) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => dates.GetUtcNow();
    }
}
