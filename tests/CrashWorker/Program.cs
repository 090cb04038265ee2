using System.Globalization;
using IntegrationFunctions.CrashWorker;
using IntegrationFunctions.Durable;
using IntegrationFunctions.Durable.Embedded;
using IntegrationFunctions.Platform.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

// crash-worker FOLDER documents: writes documents and messages until it is killed.
// crash-worker FOLDER keys: makes new keys and writes what they seal until it is killed.
// crash-worker FOLDER open: opens the storage and no more; exit code 3, and why, where that can't be.
// crash-worker messages FOLDER [CONNECTION]: sends, receives and completes until it is killed; see MessagesWorker.
// crash-worker FOLDER PLAN [before|after|torn N]: runs the plan over the folder, from where the last run was killed, to its end. With a place
// and a number it kills itself at its N-th commit. Exit code 0: all has ended; the number of commits is on standard output.
if (args is [var home, "documents"])
{
    await DocumentWriters.Run(home);
    return 0;
}
if (args is [var keyed, "keys"])
{
    await KeyRotations.Run(keyed);
    return 0;
}
if (args is [var there, "open"])
{
    try
    {
        using var data = DataFolder.Open(there);
        await using var opened = SqliteDatabase.Open(data.File("platform.db"), [EmbeddedDurableTask.Schema]);
        return 0;
    }
    catch (StorageException e)
    {
        Console.Error.WriteLine(e.Message);
        return 3;
    }
}
if (args is ["messages", var desk, .. var rest])
{
    await MessagesWorker.Run(desk, rest.FirstOrDefault());
    return 0;
}
if (args.Length is not (2 or 4))
{
    Console.Error.WriteLine("Name a folder and a plan, and perhaps a place in a commit and the commit's number.");
    return 2;
}
var (folder, plan) = (args[0], args[1]);
var file = Path.Combine(folder, "platform.db");
var killer = new CommitKiller(
    file,
    args.Length == 4 ? Enum.Parse<KillAt>(args[2], ignoreCase: true) : KillAt.Before,
    args.Length == 4 ? int.Parse(args[3], CultureInfo.InvariantCulture) : 0
);
using var effects = new Effects(folder);
using var ledger = new Ledger(folder);
await using var database = SqliteDatabase.Open(file, [EmbeddedDurableTask.Schema], killer);
await using var services = new ServiceCollection()
    .AddSingleton(database)
    .AddEmbeddedDurableTask(
        registry => Flows.Register(registry, effects),
        // Fewer in memory than there are, so that instances are read back from disk as well.
        new EmbeddedDurableTaskOptions { MaxConcurrentActivities = 8, CachedInstances = 8 }
    )
    .BuildServiceProvider();
var worker = services.GetRequiredService<IHostedService>();
await worker.StartAsync(default);
await new Driver(services.GetRequiredService<DurableTaskClient>(), ledger).Run(Plan.For(plan));

// An instance that has ended may have left a step behind that still runs, or runs again.
while (database.Read(scope => scope.Prepare("SELECT count(*) FROM workflows_instances WHERE busy=1").Scalar()) > 0)
{
    await Task.Delay(10);
}
await worker.StopAsync(default);
Console.Out.WriteLine(killer.Count);
return 0;
