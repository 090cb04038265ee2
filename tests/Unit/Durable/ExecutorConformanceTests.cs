using System.Text.Json;
using IntegrationFunctions.Durable;
using IntegrationFunctions.Durable.Executor;
using IntegrationFunctions.Durable.History;
using Microsoft.Extensions.DependencyInjection;

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
        var pairs = Read();
        Assert.Equal(Pairs, pairs.Length);
        var (request, response) = pairs[line];

        var result = new OrchestrationExecutor(Scenarios(), new ServiceCollection().BuildServiceProvider()).Execute(
            [.. request.Many(3).Select(WireHistory.Event)],
            [.. request.Many(4).Select(WireHistory.Event)]
        );

        OrchestratorAction[] expected = [.. response.Many(2).Select(WireHistory.Action)];
        Assert.Equal(expected, result.Actions);
        Assert.Equal(response.Wrapped(3), result.CustomStatus);
    }

    private static (WireMessage Request, WireMessage Response)[] Read()
    {
        if (Environment.GetEnvironmentVariable("CONFORMANCE_DATA") is not { Length: > 0 } folder)
        {
            Assert.Skip("CONFORMANCE_DATA names no folder with captured executions.");
            return [];
        }
        return
        [
            .. File.ReadLines(Path.Combine(folder, "durabletask", "executions.jsonl"))
                .Select(text =>
                {
                    using var json = JsonDocument.Parse(text);
                    return (
                        new WireMessage(json.RootElement.GetProperty("request").GetBytesFromBase64()),
                        new WireMessage(json.RootElement.GetProperty("response").GetBytesFromBase64())
                    );
                }),
        ];
    }

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
