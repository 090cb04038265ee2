using IntegrationFunctions.Durable;
using Microsoft.Extensions.DependencyInjection;

namespace IntegrationFunctions.Tests.EndToEnd;

/// <summary>Workflows beside the product's, for what none of those does: wait for a user's event, fail until told otherwise, call another.</summary>
internal static class TestWorkflows
{
    /// <summary>Whether the step of <c>Fragile</c> fails, by the input that it gets.</summary>
    public static System.Collections.Concurrent.ConcurrentDictionary<string, bool> Broken { get; } = new();

    public static void Add(IServiceCollection services)
    {
        var registry = (DurableTaskRegistry)
            services.Single(s => s.ServiceType == typeof(DurableTaskRegistry)).ImplementationInstance!;
        registry
            .AddOrchestrator<Greeting>()
            .AddOrchestratorFunc<string, string>(
                "Fragile",
                (context, input) => context.CallActivityAsync<string>("BreakOnDemand", input)
            )
            .AddActivityFunc<string, string>(
                "BreakOnDemand",
                (_, input) =>
                    Broken.GetValueOrDefault(input)
                        ? throw new InvalidOperationException("Broken on demand.")
                        : Task.FromResult(input)
            );
    }

    /// <summary>Waits in a sub-orchestration for a name, and greets it.</summary>
    [UserSteering(Events = ["name"], Restart = RestartRule.AnyId)]
    private sealed class Greeting : TaskOrchestrator<string, string>
    {
        public override async Task<string> RunAsync(TaskOrchestrationContext context, string input)
        {
            if (input == "parent")
            {
                return await context.CallSubOrchestratorAsync<string>(
                    nameof(Greeting),
                    "child",
                    new TaskOptions(InstanceId: $"{context.InstanceId}-child")
                );
            }
            context.SetCustomStatus("waiting");
            return $"Hello {await context.WaitForExternalEvent<string>("name")}";
        }
    }
}
