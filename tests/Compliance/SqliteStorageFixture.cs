using IntegrationFunctions.Platform.Messages;
using IntegrationFunctions.Platform.Storage;
using IntegrationFunctions.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace IntegrationFunctions.Tests.Compliance;

/// <summary>The embedded storage over a folder of its own, which can be closed and opened again.</summary>
public sealed class SqliteStorageFixture : IAsyncDisposable
{
    private readonly TemporaryFolder _files = new();
    private DataFolder _folder;
    private ServiceProvider _services;

    private readonly IReadOnlyList<QueueOptions> _queues;

    public SqliteStorageFixture(ManualTimeProvider clock, IReadOnlyList<QueueOptions>? queues = null)
    {
        _queues = queues ?? [];
        Clock = clock;
        (_folder, _services) = Open();
    }

    public ManualTimeProvider Clock { get; }

    public string Path => _files.Path;

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    public async Task Reopen()
    {
        await Close();
        (_folder, _services) = Open();
    }

    public async ValueTask DisposeAsync()
    {
        await Close();
        _files.Dispose();
    }

    private (DataFolder, ServiceProvider) Open()
    {
        var folder = DataFolder.Open(_files.Path);
        var services = new ServiceCollection().AddSingleton<TimeProvider>(Clock).AddEmbeddedStorage(folder);
        foreach (var queue in _queues)
        {
            services.AddMessageQueue(queue);
        }
        return (folder, services.BuildServiceProvider());
    }

    private async Task Close()
    {
        await _services.DisposeAsync();
        _folder.Dispose();
    }
}
