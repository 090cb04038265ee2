using IntegrationFunctions.CrashWorker;
using IntegrationFunctions.Durable;
using IntegrationFunctions.Durable.Embedded;
using IntegrationFunctions.Durable.History;
using IntegrationFunctions.Platform.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace IntegrationFunctions.Tests.Crash;

/// <summary>
/// Looks at a world whose work is done: every instance ended as it would have undisturbed, every effect there once by its key, every
/// acknowledged command honoured, nothing left over in the tables.
/// </summary>
internal static class CrashCheck
{
    public static async Task<IReadOnlyList<string>> Find(CrashWorld world, CancellationToken ct)
    {
        var complaints = new List<string>();
        await using (var database = SqliteDatabase.Open(world.Database, [EmbeddedDurableTask.Schema]))
        {
            // The worker is not started: this only looks.
            await using var services = new ServiceCollection()
                .AddSingleton(database)
                .AddEmbeddedDurableTask(_ => { })
                .BuildServiceProvider();
            var client = services.GetRequiredService<DurableTaskClient>();
            foreach (var script in world.Scripts)
            {
                complaints.AddRange(await Instance(client, script, ct));
            }
            complaints.AddRange(Tables(database, world.Scripts));
        }
        complaints.AddRange(Effects(world));
        complaints.AddRange(Commands(world));
        return complaints;
    }

    private static async Task<IEnumerable<string>> Instance(
        DurableTaskClient client,
        Script script,
        CancellationToken ct
    )
    {
        if (await client.GetInstanceAsync(script.InstanceId, true, ct) is not { } found)
        {
            return [$"{script.InstanceId} is not there."];
        }
        var complaints = new List<string>();
        if (found.RuntimeStatus != script.Status || found.SerializedOutput != script.Output)
        {
            complaints.Add(
                $"{script.InstanceId} is {found.RuntimeStatus} with {Short(found.SerializedOutput)} instead of {script.Status} with "
                    + $"{Short(script.Output)}. {found.FailureDetails?.ErrorMessage}"
            );
        }
        foreach (var id in script.Children.Append(script.InstanceId))
        {
            var history = await client.GetHistoryAsync(id, ct) ?? [];
            var answers = history.Select(AnsweredStep).OfType<int>().GroupBy(step => step).Where(g => g.Count() > 1);
            complaints.AddRange(answers.Select(g => $"{id} has {g.Count()} answers for step #{g.Key}."));
            if (history.OfType<ExecutionCompleted>().Count() != 1)
            {
                complaints.Add($"{id} has ended {history.OfType<ExecutionCompleted>().Count()} times.");
            }
        }
        return complaints;
    }

    private static int? AnsweredStep(HistoryEvent e) =>
        e switch
        {
            TaskCompleted done => done.TaskScheduledId,
            TaskFailed failed => failed.TaskScheduledId,
            SubOrchestrationCompleted done => done.TaskScheduledId,
            SubOrchestrationFailed failed => failed.TaskScheduledId,
            TimerFired fired => fired.TimerId,
            _ => null,
        };

    private static IEnumerable<string> Tables(SqliteDatabase database, IReadOnlyList<Script> scripts)
    {
        long Count(string from) =>
            database.Read(scope => scope.Prepare($"SELECT count(*) FROM {from}").Scalar()!.Value);

        foreach (var table in new[] { "workflows_inbox", "workflows_timers", "workflows_instances WHERE busy<>0" })
        {
            if (Count(table) is > 0 and var left)
            {
                yield return $"{left} rows are left in {table}.";
            }
        }
        var expected = scripts.Sum(script => 1 + script.Children.Length);
        if (Count("workflows_instances") is var instances && instances != expected)
        {
            yield return $"There are {instances} instances instead of {expected}.";
        }
        if (Count("workflows_history WHERE key NOT IN (SELECT key FROM workflows_instances)") is > 0 and var orphans)
        {
            yield return $"{orphans} rows of history belong to nobody.";
        }
        var health = database.Read(scope => scope.Command("PRAGMA integrity_check").ExecuteScalar());
        if (health is not "ok")
        {
            yield return $"The file is damaged: {health}";
        }
    }

    private static IEnumerable<string> Effects(CrashWorld world)
    {
        var there = Directory
            .EnumerateFiles(Path.Combine(world.Folder, "effects"))
            .Select(file => Path.GetFileName(file).Split('~'))
            .GroupBy(parts => $"{parts[0]}/{parts[1]}", parts => parts[2])
            .ToDictionary(g => g.Key, g => g.Count());
        var expected = world.Scripts.SelectMany(script => script.Effects).ToDictionary();
        foreach (var name in there.Keys.Union(expected.Keys))
        {
            var (is_, should) = (there.GetValueOrDefault(name), expected.GetValueOrDefault(name));
            if (is_ != should)
            {
                yield return $"The effect {name} is there {is_} times by its keys instead of {should}.";
            }
        }
        // A call may come again, but only because the life in which it ran was killed.
        var calls = File.ReadLines(Path.Combine(world.Folder, "calls")).GroupBy(line => line).ToList();
        foreach (var call in calls.Where(g => g.Count() > 1))
        {
            yield return $"{call.Key.Split(' ')[1]} was called {call.Count()} times by the same key in one life.";
        }
        var lives = calls
            .GroupBy(call => call.Key[(call.Key.IndexOf(' ') + 1)..])
            .Where(g => g.Count() > world.Kills + 1);
        foreach (var call in lives)
        {
            yield return $"{call.Key.Split(' ')[0]} was called in {call.Count()} lives, after {world.Kills} kills.";
        }
    }

    private static IEnumerable<string> Commands(CrashWorld world)
    {
        var ledger = Ledger.Read(world.Folder);
        return world
            .Scripts.SelectMany(script => script.Commands.Select((_, i) => Ledger.Acknowledged(script, i)))
            .Where(line => !ledger.Contains(line))
            .Select(line => $"The command {line[1..]} was never acknowledged.");
    }

    private static string Short(string? text) =>
        text is { Length: > 60 } ? $"{text[..60]}... ({text.Length})" : text ?? "nothing";
}
