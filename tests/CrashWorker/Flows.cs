using IntegrationFunctions.Durable;

namespace IntegrationFunctions.CrashWorker;

internal sealed record Step(string Label, int Value);

internal sealed record LoopState(string Seen, int Wanted);

internal sealed record Joining(string Left, string Right);

/// <summary>Orchestrators of every kind, and activities that leave an effect outside the engine.</summary>
internal static class Flows
{
    public static void Register(DurableTaskRegistry registry, Effects effects)
    {
        registry
            .AddOrchestratorFunc<int, int>("Sequence", Sequence)
            .AddOrchestratorFunc<int, int>("FanOut", FanOut)
            .AddOrchestratorFunc<int, int>("Timers", Timers)
            .AddOrchestratorFunc<object?, int>("Retries", Retries)
            .AddOrchestratorFunc<object?, string>("Approval", Approval)
            .AddOrchestratorFunc<object?, string>("Patient", Patient)
            .AddOrchestratorFunc<int, string>("Parent", Parent)
            .AddOrchestratorFunc<int, int>("Child", Child)
            .AddOrchestratorFunc<LoopState, string>("Loop", Loop)
            .AddOrchestratorFunc<object?, string>("Receiver", Receiver)
            .AddOrchestratorFunc<string, bool>("Sender", Sender)
            .AddOrchestratorFunc<string, string>("Large", Large)
            .AddOrchestratorFunc<object?, string>("Endless", Endless)
            .AddOrchestratorFunc<object?, string>("Leaves", Leaves)
            .AddOrchestratorFunc<object?, string>("Failing", Failing);
        registry
            .AddActivityFunc<Step, int>(
                "Add",
                async (context, step) =>
                {
                    await effects.Take(context, step.Label);
                    return step.Value + 1;
                }
            )
            .AddActivityFunc<object?, int>(
                "Flaky",
                async (context, _) =>
                {
                    // How often it was tried is told by what the tries before have left behind.
                    var tries = await effects.Take(context, "flaky");
                    return tries >= 3 ? tries : throw new TimeoutException("no answer");
                }
            )
            .AddActivityFunc<Joining, string>(
                "Join",
                async (context, texts) =>
                {
                    await effects.Take(context, "joined");
                    return texts.Left + texts.Right;
                }
            );
    }

    private static async Task<int> Sequence(TaskOrchestrationContext context, int value)
    {
        for (var i = 0; i < 5; i++)
        {
            value = await Add(context, $"step-{i}", value);
        }
        return value;
    }

    private static async Task<int> FanOut(TaskOrchestrationContext context, int width) =>
        (await Task.WhenAll(Enumerable.Range(0, width).Select(i => Add(context, $"part-{i}", i)))).Sum();

    private static async Task<int> Timers(TaskOrchestrationContext context, int count)
    {
        for (var i = 0; i < count; i++)
        {
            var due = context.CurrentUtcDateTime.AddMilliseconds(20 + (30 * i));
            await context.CreateTimer(due, CancellationToken.None);
            if (context.CurrentUtcDateTime < due)
            {
                throw new InvalidOperationException($"The timer for {due:O} fired at {context.CurrentUtcDateTime:O}.");
            }
            await Add(context, $"after-{i}", i);
        }
        return count;
    }

    private static Task<int> Retries(TaskOrchestrationContext context, object? input) =>
        context.CallActivityAsync<int>(
            "Flaky",
            null,
            new TaskOptions(new RetryPolicy(5, TimeSpan.FromMilliseconds(10)))
        );

    private static async Task<string> Approval(TaskOrchestrationContext context, object? input)
    {
        var decision = await context.WaitForExternalEvent<string>("decision");
        await Add(context, "decided", 0);
        return decision;
    }

    private static async Task<string> Patient(TaskOrchestrationContext context, object? input)
    {
        var first = "";
        try
        {
            first = await context.WaitForExternalEvent<string>("reminder", TimeSpan.FromMilliseconds(25));
        }
        catch (TaskCanceledException)
        {
            first = "nobody";
        }
        await Add(context, "reminded", 0);
        return $"{first},{await context.WaitForExternalEvent<string>("decision", TimeSpan.FromHours(1))}";
    }

    private static async Task<string> Parent(TaskOrchestrationContext context, int value)
    {
        var good = await context.CallSubOrchestratorAsync<int>(
            "Child",
            value + 1,
            new TaskOptions(InstanceId: $"{context.InstanceId}-good")
        );
        try
        {
            await context.CallSubOrchestratorAsync(
                "Child",
                -1,
                new TaskOptions(InstanceId: $"{context.InstanceId}-bad")
            );
        }
        catch (TaskFailedException e)
        {
            return $"{good} {e.FailureDetails.ErrorMessage}";
        }
        return "";
    }

    private static async Task<int> Child(TaskOrchestrationContext context, int value) =>
        value < 0 ? throw new ArgumentException("broken") : await Add(context, "two", await Add(context, "one", value));

    private static async Task<string> Loop(TaskOrchestrationContext context, LoopState state)
    {
        var letter = await context.WaitForExternalEvent<string>("letter");
        if (state.Seen.Contains(letter, StringComparison.Ordinal))
        {
            context.ContinueAsNew(state);
            return "";
        }
        await Add(context, $"letter-{letter}", 0);
        var next = state with { Seen = state.Seen + letter };
        if (next.Seen.Length < state.Wanted)
        {
            context.ContinueAsNew(next);
        }
        return next.Seen;
    }

    private static async Task<string> Receiver(TaskOrchestrationContext context, object? input)
    {
        var sender = context.CallSubOrchestratorAsync<bool>(
            "Sender",
            context.InstanceId,
            new TaskOptions(InstanceId: $"{context.InstanceId}-sender")
        );
        var seen = new List<string>();
        while (seen.Count < 5)
        {
            seen.Add(await context.WaitForExternalEvent<string>("number"));
        }
        await sender;
        try
        {
            seen.Add(await context.WaitForExternalEvent<string>("number", TimeSpan.FromMilliseconds(30)));
        }
        catch (TaskCanceledException)
        {
            context.SetCustomStatus("no more");
        }
        return string.Join(',', seen);
    }

    private static async Task<bool> Sender(TaskOrchestrationContext context, string target)
    {
        context.SendEvent(target, "number", "1");
        context.SendEvent(target, "number", "2");
        await Add(context, "between", 0);
        foreach (var number in new[] { "3", "4", "5" })
        {
            context.SendEvent(target, "number", number);
        }
        return true;
    }

    private static async Task<string> Large(TaskOrchestrationContext context, string left)
    {
        var right = await context.WaitForExternalEvent<string>("file");
        return await context.CallActivityAsync<string>("Join", new Joining(left, right));
    }

    private static async Task<string> Endless(TaskOrchestrationContext context, object? input)
    {
        await Task.WhenAny(
            context.CreateTimer(TimeSpan.FromDays(1), CancellationToken.None),
            context.WaitForExternalEvent<string>("never")
        );
        return "";
    }

    private static Task<string> Leaves(TaskOrchestrationContext context, object? input)
    {
        _ = Add(context, "left", 0);
        return Task.FromResult("gone");
    }

    private static async Task<string> Failing(TaskOrchestrationContext context, object? input)
    {
        await Add(context, "before", 0);
        throw new InvalidOperationException("This flow always fails.");
    }

    private static Task<int> Add(TaskOrchestrationContext context, string label, int value) =>
        context.CallActivityAsync<int>("Add", new Step(label, value));
}
