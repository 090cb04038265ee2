using IntegrationFunctions.Platform.Documents;
using IntegrationFunctions.Platform.Documents.Sensitive;
using IntegrationFunctions.Platform.Messages;
using IntegrationFunctions.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace IntegrationFunctions.Tests.Compliance;

/// <summary>With sealed fields a store is still a store: nobody who reads through it sees a difference.</summary>
public sealed class SealingDocumentStoreTests : DocumentStoreCompliance, IAsyncDisposable
{
    private readonly SqliteStorageFixture _storage = new(
        new ManualTimeProvider(),
        declare: services =>
        {
            foreach (var group in Groups)
            {
                services.AddDocumentGroup(group);
            }
            services
                .AddDocumentGroup(new DocumentGroup("numbers").Seal("a", "b", "d", "e", "f"))
                .AddDocumentGroup(new DocumentGroup("invoices").Seal("v", "total", "lines[].iban"))
                .AddDocumentGroup(new DocumentGroup("feed").Seal("v"))
                .AddDocumentGroup(new DocumentGroup("records").Seal("v", "text"))
                .AddDocumentGroup(new DocumentGroup("p").Seal("id", "z", "n.y"))
                .SealSensitiveFields();
        }
    );

    protected override IDocumentStores Stores => _storage.Get<IDocumentStores>();

    protected override IMessageQueue Queue => _storage.Get<IMessageQueue>();

    protected override ManualTimeProvider Clock => _storage.Clock;

    protected override Task Reopen() => _storage.Reopen();

    public ValueTask DisposeAsync() => _storage.DisposeAsync();
}
