using IntegrationFunctions.Durable.Replay;
using IntegrationFunctions.Platform.Results;
using IntegrationFunctions.Tests.Unit.Sync;

namespace IntegrationFunctions.Tests.Unit.Workflows;

/// <summary>Synchronisations: of all, of what changed, of many pages, past errors and into one.</summary>
internal static class SyncRecordings
{
    private const string Run = "run_recorded";

    public static IReadOnlyDictionary<string, Func<Task<ExportedHistory>>> All { get; } =
        new Dictionary<string, Func<Task<ExportedHistory>>>
        {
            ["sync-integration-full"] = () => Record(5),
            ["sync-integration-changes"] = () => Record(5, ChangeAfterOneRun),
            ["sync-integration-continued-as-new"] = () => Record(450),
            ["sync-integration-tried-again"] = () =>
                Record(5, host => Fail(host, ErrorKind.Transient, call => call is 2 or 3)),
            ["sync-integration-failed"] = () => Record(5, host => Fail(host, ErrorKind.Permanent, call => call >= 2)),
            ["sync-integration-refused-records"] = () => Record(3, AddUnfit),
        };

    private static async Task<ExportedHistory> Record(int records, Func<SyncHost, Task>? before = null)
    {
        await using var host = new SyncHost();
        await host.Backend.StartAsync();
        host.Things.Fill(records);
        if (before is not null)
        {
            await before(host);
        }
        await host.Synchronise(Run);
        return await host.Backend.Client.Export(Run);
    }

    private static async Task ChangeAfterOneRun(SyncHost host)
    {
        await host.Synchronise("run_before");
        host.Things.Put(FakeSource.Key(1), "changed");
        host.Things.Records.Remove(FakeSource.Key(2));
    }

    private static Task Fail(SyncHost host, ErrorKind kind, Func<int, bool> when)
    {
        host.Connector.Before = (verb, call) =>
            verb == "fetch" && when(call) ? new IntegrationError(kind, "source-failing", "The source fails.") : null;
        return Task.CompletedTask;
    }

    private static Task AddUnfit(SyncHost host)
    {
        host.Things.Put("a/b", "unfit");
        return Task.CompletedTask;
    }
}
