using IntegrationFunctions.Platform.Documents;
using IntegrationFunctions.Platform.Messages;
using IntegrationFunctions.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace IntegrationFunctions.Tests.Compliance;

public sealed class SqliteDocumentStoreTests : DocumentStoreCompliance, IAsyncDisposable
{
    private readonly SqliteStorageFixture _storage = new(
        new ManualTimeProvider(),
        declare: services =>
        {
            foreach (var group in Groups)
            {
                services.AddDocumentGroup(group);
            }
        }
    );

    protected override IDocumentStores Stores => _storage.Get<IDocumentStores>();

    protected override IMessageQueue Queue => _storage.Get<IMessageQueue>();

    protected override ManualTimeProvider Clock => _storage.Clock;

    protected override Task Reopen() => _storage.Reopen();

    public ValueTask DisposeAsync() => _storage.DisposeAsync();
}
