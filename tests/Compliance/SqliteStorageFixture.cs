using IntegrationFunctions.Platform.Messages;
using IntegrationFunctions.Platform.Storage;
using IntegrationFunctions.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace IntegrationFunctions.Tests.Compliance;

/// <summary>The embedded storage over a folder of its own, which can be closed and opened again.</summary>
public sealed class SqliteStorageFixture : IAsyncDisposable
{
    private readonly TemporaryFolder? _files;
    private readonly Action<IServiceCollection>? _declare;
    private DataFolder _folder;
    private ServiceProvider _services;

    private readonly IReadOnlyList<QueueOptions> _queues;

    /// <param name="clock">The storage's clock.</param>
    /// <param name="path">A folder that stays the caller's; null: one of its own.</param>
    /// <param name="declare">Declares the documents' groups.</param>
    /// <param name="queues">The queues that have options of their own.</param>
    public SqliteStorageFixture(
        ManualTimeProvider clock,
        string? path = null,
        Action<IServiceCollection>? declare = null,
        IReadOnlyList<QueueOptions>? queues = null
    )
    {
        _declare = declare;
        _queues = queues ?? [];
        Clock = clock;
        Path = path ?? (_files = new TemporaryFolder()).Path;
        (_folder, _services) = Open();
    }

    public ManualTimeProvider Clock { get; }

    public string Path { get; }

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
        _files?.Dispose();
    }

    private (DataFolder, ServiceProvider) Open()
    {
        var folder = DataFolder.Open(Path);
        var services = new ServiceCollection().AddSingleton<TimeProvider>(Clock).AddEmbeddedStorage(folder);
        _declare?.Invoke(services);
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
