using IntegrationFunctions.Durable;
using IntegrationFunctions.Durable.Embedded;
using IntegrationFunctions.Platform.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace IntegrationFunctions.Tests.Compliance;

public sealed class EmbeddedWorkflowBackend(EmbeddedDurableTaskOptions? options = null) : WorkflowBackend
{
    private readonly string _folder = Directory
        .CreateDirectory(Path.Combine(Path.GetTempPath(), $"workflows-{Guid.NewGuid():N}"))
        .FullName;
    private SqliteDatabase? _database;
    private WorkflowEngine? _engine;
    private DurableTaskClient? _client;

    public override DurableTaskClient Client => _client!;

    public SqliteDatabase Database => _database!;

    public override async Task StartAsync()
    {
        _database = SqliteDatabase.Open(Path.Combine(_folder, "platform.db"), [EmbeddedDurableTask.Schema]);
        _engine = new WorkflowEngine(
            _database,
            Registry,
            new ServiceCollection().BuildServiceProvider(),
            Clock,
            options ?? new EmbeddedDurableTaskOptions(),
            NullLoggerFactory.Instance
        );
        _client = new EmbeddedDurableTaskClient(_engine);
        await _engine.StartAsync();
    }

    public override async Task StopAsync(CancellationToken hurry = default)
    {
        await _engine!.StopAsync(hurry);
        await _database!.DisposeAsync();
    }

    public override async Task CrashAndRestartAsync()
    {
        // The file is closed under the running engine: what it had not written by now is lost, as after a power cut.
        var (engine, database) = (_engine!, _database!);
        await database.DisposeAsync();
        await engine.DisposeAsync();
        await StartAsync();
    }

    public override async ValueTask DisposeAsync()
    {
        if (_engine is not null)
        {
            await _engine.DisposeAsync();
            await _database!.DisposeAsync();
        }
        Directory.Delete(_folder, recursive: true);
    }
}
