using IntegrationFunctions.Platform.Storage;

namespace IntegrationFunctions.Functions.Host;

/// <summary>
/// Whether the platform can do its work: all services have started, and the database takes a write to the disk. One check serves all who ask
/// within a second, so that probing can't load the disk.
/// </summary>
internal sealed class Readiness(SqliteDatabase database, IHostApplicationLifetime lifetime, TimeProvider clock)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private readonly SemaphoreSlim _gate = new(1, 1);
    private IReadOnlyList<string> _last = [];
    private long _lastAt;

    /// <summary>Reasons why it can't; empty where it can.</summary>
    public async Task<IReadOnlyList<string>> Check(CancellationToken ct)
    {
        if (lifetime.ApplicationStopping.IsCancellationRequested)
        {
            return ["The server is stopping."];
        }
        if (!lifetime.ApplicationStarted.IsCancellationRequested)
        {
            return ["The server is starting."];
        }
        await _gate.WaitAsync(ct);
        try
        {
            if (_lastAt == 0 || clock.GetElapsedTime(_lastAt) > TimeSpan.FromSeconds(1))
            {
                _last = await Probe() is { } reason ? [reason] : [];
                _lastAt = clock.GetTimestamp();
            }
            return _last;
        }
        finally
        {
            _gate.Release();
        }
    }

    private async Task<string?> Probe()
    {
        if (!database.IsHealthy)
        {
            return "The database takes no more writes; restart the server once its disk is mended.";
        }
        try
        {
            await database
                .Write(scope => scope.Execute("UPDATE health_probe SET count = count + 1 WHERE id = 1"))
                .WaitAsync(Patience);
            return null;
        }
        catch (StorageException e)
        {
            return e.Message;
        }
        catch (TimeoutException)
        {
            return $"The database did not take a write within {Patience.TotalSeconds:0} s.";
        }
    }

    /// <summary>The row that the probe writes to.</summary>
    public static SqliteSchema Schema { get; } =
        new(
            "health",
            [
                """
                CREATE TABLE health_probe(id INTEGER PRIMARY KEY, count INTEGER NOT NULL);
                INSERT INTO health_probe VALUES(1, 0);
                """,
            ]
        );
}
