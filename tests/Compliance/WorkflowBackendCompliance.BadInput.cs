// The waits of these tests have a limit of their own.
#pragma warning disable xUnit1051
using IntegrationFunctions.Durable;

namespace IntegrationFunctions.Tests.Compliance;

public abstract partial class WorkflowBackendCompliance
{
    [Fact]
    public async Task An_input_that_does_not_fit_fails_the_instance_with_what_and_where()
    {
        Registry
            .AddOrchestratorFunc<int, int>("Count", (_, n) => Task.FromResult(n))
            .AddOrchestratorFunc<object?, int>("Misuse", (context, _) => context.CallActivityAsync<int>("Add", "many"))
            .AddActivityFunc<int, int>("Add", (_, n) => Task.FromResult(n + 1));
        await Backend.StartAsync();

        var orchestrator = await Backend.Run("Count", "three");
        var activity = await Backend.Run("Misuse");

        Assert.Equal(OrchestrationRuntimeStatus.Failed, orchestrator.RuntimeStatus);
        Assert.Contains(
            "input of orchestrator 'Count' can't be read as Int32",
            orchestrator.FailureDetails!.ErrorMessage,
            StringComparison.Ordinal
        );
        Assert.Equal("three", orchestrator.ReadInputAs<string>());
        Assert.Equal(OrchestrationRuntimeStatus.Failed, activity.RuntimeStatus);
        Assert.Contains(
            "input of activity 'Add' can't be read as Int32",
            activity.FailureDetails!.ErrorMessage,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task An_answer_that_does_not_fit_can_be_caught_and_the_instance_goes_on()
    {
        Registry
            .AddOrchestratorFunc<object?, string>(
                "Careful",
                async (context, _) =>
                {
                    var told = new List<string>();
                    foreach (
                        var wait in new Func<Task<int>>[]
                        {
                            () => context.WaitForExternalEvent<int>("number"),
                            () => context.CallActivityAsync<int>("Word"),
                        }
                    )
                    {
                        try
                        {
                            told.Add($"{await wait()}");
                        }
                        catch (Exception e)
                        {
                            told.Add(e.Message);
                        }
                    }
                    return string.Join("\n", told);
                }
            )
            .AddActivityFunc<object?, string>("Word", (_, _) => Task.FromResult("seven"));
        await Backend.StartAsync();
        var id = await Client.ScheduleNewOrchestrationInstanceAsync("Careful");

        Assert.True(await Client.RaiseEventAsync(id, "number", "twelve"));
        var ended = await Backend.End(id);

        var told = ended.ReadOutputAs<string>()!.Split('\n');
        Assert.Equal(2, told.Length);
        Assert.Contains("'number'", told[0], StringComparison.Ordinal);
        Assert.Contains("'Word'", told[1], StringComparison.Ordinal);
        Assert.All(told, text => Assert.Contains("Int32", text, StringComparison.Ordinal));
    }

    [Fact]
    public async Task One_that_fails_does_not_hold_up_those_beside_it()
    {
        Registry
            .AddOrchestratorFunc<int, int>(
                "Mixed",
                async (context, n) =>
                    n % 3 == 0 ? throw new InvalidOperationException($"number {n}")
                    : n % 3 == 1 ? await context.CallActivityAsync<int>("Nowhere", n)
                    : await context.CallActivityAsync<int>("Same", n)
            )
            .AddActivityFunc<int, int>("Same", (_, n) => Task.FromResult(n));
        await Backend.StartAsync();

        var ended = await Task.WhenAll(Enumerable.Range(0, 60).Select(i => Backend.Run("Mixed", i)));

        for (var i = 0; i < ended.Length; i++)
        {
            Assert.Equal(
                i % 3 == 2 ? OrchestrationRuntimeStatus.Completed : OrchestrationRuntimeStatus.Failed,
                ended[i].RuntimeStatus
            );
            Assert.Contains(
                i % 3 == 0 ? $"number {i}"
                    : i % 3 == 1 ? "Nowhere"
                    : "",
                ended[i].FailureDetails?.ErrorMessage ?? "",
                StringComparison.Ordinal
            );
        }
    }
}
