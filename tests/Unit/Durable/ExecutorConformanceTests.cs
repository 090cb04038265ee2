using IntegrationFunctions.Durable;
using IntegrationFunctions.Durable.Executor;
using IntegrationFunctions.Durable.History;
using Microsoft.Extensions.DependencyInjection;
using Wire = IntegrationFunctions.Durable.PassThrough.Wire;

namespace IntegrationFunctions.Tests.Unit.Durable;

/// <summary>The same requests as the official executor was given must get the same actions.</summary>
public sealed class ExecutorConformanceTests
{
    private const int Pairs = 33;

    public static TheoryData<int> Lines => [.. Enumerable.Range(0, Pairs)];

    [Theory]
    [MemberData(nameof(Lines))]
    public void Actions_are_those_of_the_official_executor(int line)
    {
        var pairs = CapturedMessages.Read("executions.jsonl");
        Assert.Equal(Pairs, pairs.Length);
        var request = Wire.OrchestratorRequest.Parser.ParseFrom(
            pairs[line].GetProperty("request").GetBytesFromBase64()
        );
        var response = Wire.OrchestratorResponse.Parser.ParseFrom(
            pairs[line].GetProperty("response").GetBytesFromBase64()
        );

        var result = new OrchestrationExecutor(Scenarios(), new ServiceCollection().BuildServiceProvider()).Execute(
            [.. request.PastEvents.Select(e => Wire.EventCodec.FromWire(e)!)],
            [.. request.NewEvents.Select(e => Wire.EventCodec.FromWire(e)!)]
        );

        OrchestratorAction[] expected = [.. response.Actions.Select(Wire.ActionCodec.FromWire).Select(AsAsked)];
        Assert.Equal(expected, result.Actions.Select(WithoutDetails));
        Assert.Equal(response.CustomStatus, result.CustomStatus);
    }

    // The official SDK hands an activity's input over as an array of one; how an input is wrapped is the host's affair, not the executor's.
    private static OrchestratorAction AsAsked(OrchestratorAction action) =>
        action is ScheduleTaskAction { Input: { } json } task
            ? task with
            {
                Input = json is "[null]" ? null : json[1..^1],
            }
            : WithoutDetails(action);

    // Exceptions have other types and stacks there; the status and the message are the same.
    private static OrchestratorAction WithoutDetails(OrchestratorAction action) =>
        action is CompleteOrchestrationAction end ? end with { FailureDetails = null } : action;

    private static DurableTaskRegistry Scenarios()
    {
        var registry = new DurableTaskRegistry();
        registry.AddOrchestratorFunc<string, string>(
            "Sequence",
            async (context, text) =>
            {
                var first = await context.CallActivityAsync<string>("Append", $"{text}:A");
                return await context.CallActivityAsync<string>("Append", $"{first}:B");
            }
        );
        registry.AddOrchestratorFunc<int, int>(
            "FanOut",
            async (context, n) =>
                (
                    await Task.WhenAll(Enumerable.Range(0, n).Select(i => context.CallActivityAsync<int>("Square", i)))
                ).Sum()
        );
        registry.AddOrchestratorFunc<object?, string>(
            "Timer",
            async (context, _) =>
            {
                await context.CreateTimer(TimeSpan.FromMilliseconds(200), CancellationToken.None);
                return "fired";
            }
        );
        registry.AddOrchestratorFunc<string, int>(
            "Retry",
            (context, key) =>
                context.CallActivityAsync<int>(
                    "Flaky",
                    key,
                    new TaskOptions(new RetryPolicy(5, TimeSpan.FromMilliseconds(50)))
                )
        );
        registry.AddOrchestratorFunc<object?, string>(
            "Fails",
            (context, _) => context.CallActivityAsync<string>("Boom")
        );
        registry.AddOrchestratorFunc<object?, string>(
            "Catch",
            (context, _) => context.CallActivityAsync<string>("Boom")
        );
        registry.AddOrchestratorFunc<int, string>(
            "Sub",
            (context, n) => context.CallSubOrchestratorAsync<string>("Sequence", $"{n}")
        );
        registry.AddOrchestratorFunc<int, int>(
            "Loop",
            (context, n) =>
            {
                if (n < 3)
                {
                    context.ContinueAsNew(n + 1);
                }
                return Task.FromResult(n);
            }
        );
        registry.AddOrchestratorFunc<object?, string>(
            "Event",
            (context, _) => context.WaitForExternalEvent<string>("Approval")
        );
        registry.AddOrchestratorFunc<object?, string>(
            "EventTimeout",
            async (context, _) =>
            {
                try
                {
                    return await context.WaitForExternalEvent<string>("Never", TimeSpan.FromMilliseconds(200));
                }
                catch (TaskCanceledException)
                {
                    return "timeout";
                }
            }
        );
        registry.AddOrchestratorFunc<object?, int>(
            "Status",
            (context, _) =>
            {
                context.SetCustomStatus(new { step = 1 });
                context.SetCustomStatus(new { step = 2 });
                return Task.FromResult(1);
            }
        );
        return registry;
    }
}
