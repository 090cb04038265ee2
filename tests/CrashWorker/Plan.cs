using System.Text.Json;
using IntegrationFunctions.Durable;

namespace IntegrationFunctions.CrashWorker;

/// <summary>The scripts of a run, by a name that both the worker and whoever checks it know.</summary>
internal static class Plan
{
    /// <summary>"mixed-N": N instances of every kind at once. Otherwise one instance of the kind, such as "parent".</summary>
    public static IReadOnlyList<Script> For(string name) =>
        name.StartsWith("mixed-", StringComparison.Ordinal)
            ? [.. Enumerable.Range(0, int.Parse(name["mixed-".Length..])).SelectMany(Mixed)]
            : [.. Mixed(0).Where(script => script.InstanceId == $"{name}-0")];

    private static IEnumerable<Script> Mixed(int i) =>
        [
            Sequence(i),
            FanOut(i),
            Timers(i),
            Retries(i),
            Approval(i),
            Patient(i),
            Parent(i),
            Loop(i, "abc"),
            Receiver(i),
            Held(i),
            Large(i),
            Endless(i),
            Late(i),
            Leaves(i),
            Failing(i),
        ];

    private static Script Sequence(int i) =>
        new($"sequence-{i}", "Sequence", i, [new Command.Start()])
        {
            Output = $"{i + 5}",
            Effects = Each($"sequence-{i}", "step-0", "step-1", "step-2", "step-3", "step-4"),
        };

    private static Script FanOut(int i) =>
        new($"fan-{i}", "FanOut", 8, [new Command.Start()])
        {
            Output = "36",
            Effects = Each($"fan-{i}", [.. Enumerable.Range(0, 8).Select(n => $"part-{n}")]),
        };

    private static Script Timers(int i) =>
        new($"timers-{i}", "Timers", 3, [new Command.Start()])
        {
            Output = "3",
            Effects = Each($"timers-{i}", "after-0", "after-1", "after-2"),
        };

    private static Script Retries(int i) =>
        new($"retries-{i}", "Retries", null, [new Command.Start()])
        {
            Output = "3",
            Effects = new Dictionary<string, int> { [$"retries-{i}/flaky"] = 3 },
        };

    private static Script Approval(int i) =>
        new(
            $"approval-{i}",
            "Approval",
            null,
            [new Command.Start(), new Command.Pause(60), new Command.Raise("decision", "yes")]
        )
        {
            Output = "\"yes\"",
            Effects = Each($"approval-{i}", "decided"),
        };

    private static Script Patient(int i) =>
        new(
            $"patient-{i}",
            "Patient",
            null,
            [new Command.Start(), new Command.Pause(40), new Command.Raise("decision", "late")]
        )
        {
            Output = "\"nobody,late\"",
            Effects = Each($"patient-{i}", "reminded"),
        };

    private static Script Parent(int i) =>
        new($"parent-{i}", "Parent", 10, [new Command.Start()])
        {
            Output = "\"13 broken\"",
            Children = [$"parent-{i}-good", $"parent-{i}-bad"],
            Effects = Each($"parent-{i}-good", "one", "two"),
        };

    // Letters that are raised again because nobody had confirmed them are not told twice.
    private static Script Loop(int i, string letters) =>
        new(
            $"loop-{i}",
            "Loop",
            new LoopState("", letters.Length),
            [
                new Command.Start(),
                .. letters.SelectMany(l =>
                    new Command[] { new Command.Raise("letter", $"{l}"), new Command.Pause(15) }
                ),
            ]
        )
        {
            Output = $"\"{letters}\"",
            Effects = Each($"loop-{i}", [.. letters.Select(l => $"letter-{l}")]),
        };

    // It starts its own sender, which sends before and after a step; a sixth number would be one that came twice.
    private static Script Receiver(int i) =>
        new($"receiver-{i}", "Receiver", null, [new Command.Start()])
        {
            Output = "\"1,2,3,4,5\"",
            Children = [$"receiver-{i}-sender"],
            Effects = Each($"receiver-{i}-sender", "between"),
        };

    private static Script Held(int i) =>
        new(
            $"held-{i}",
            "Approval",
            null,
            [
                new Command.Start(),
                new Command.Suspend(),
                new Command.Raise("decision", "held"),
                new Command.Pause(50),
                new Command.Resume(),
            ]
        )
        {
            Output = "\"held\"",
            Effects = Each($"held-{i}", "decided"),
        };

    private static Script Large(int i) =>
        new(
            $"large-{i}",
            "Large",
            new string('a', 100_000),
            [new Command.Start(), new Command.Raise("file", new string('b', 70_000))]
        )
        {
            Output = JsonSerializer.Serialize(new string('a', 100_000) + new string('b', 70_000)),
            Effects = Each($"large-{i}", "joined"),
        };

    private static Script Endless(int i) =>
        new(
            $"endless-{i}",
            "Endless",
            null,
            [new Command.Start(), new Command.Pause(80), new Command.Terminate("stopped")]
        )
        {
            Status = OrchestrationRuntimeStatus.Terminated,
            Output = "\"stopped\"",
        };

    private static Script Late(int i) =>
        new($"late-{i}", "Approval", null, [new Command.Start(), new Command.Raise("decision", "early")])
        {
            StartIn = TimeSpan.FromMilliseconds(120),
            Output = "\"early\"",
            Effects = Each($"late-{i}", "decided"),
        };

    private static Script Leaves(int i) =>
        new($"leaves-{i}", "Leaves", null, [new Command.Start()])
        {
            Output = "\"gone\"",
            Effects = Each($"leaves-{i}", "left"),
        };

    private static Script Failing(int i) =>
        new($"failing-{i}", "Failing", null, [new Command.Start()])
        {
            Status = OrchestrationRuntimeStatus.Failed,
            Output = "This flow always fails.",
            Effects = Each($"failing-{i}", "before"),
        };

    private static Dictionary<string, int> Each(string instanceId, params string[] labels) =>
        labels.ToDictionary(label => $"{instanceId}/{label}", _ => 1);
}
