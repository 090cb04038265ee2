using IntegrationFunctions.Platform.Documents;
using IntegrationFunctions.Platform.Messages;
using IntegrationFunctions.Tests.Support;

namespace IntegrationFunctions.Tests.Compliance;

public sealed class SqliteDocumentStoreTests : DocumentStoreCompliance, IAsyncDisposable
{
    private readonly SqliteStorageFixture _storage = new(new ManualTimeProvider());

    protected override IDocumentStores Stores => _storage.Get<IDocumentStores>();

    protected override IMessageQueue Queue => _storage.Get<IMessageQueue>();

    protected override ManualTimeProvider Clock => _storage.Clock;

    protected override Task Reopen() => _storage.Reopen();

    public ValueTask DisposeAsync() => _storage.DisposeAsync();
}
