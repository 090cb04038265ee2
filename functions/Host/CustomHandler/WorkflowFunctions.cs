using IntegrationFunctions.Durable;
using IntegrationFunctions.Durable.PassThrough;

namespace IntegrationFunctions.Functions.Host.CustomHandler;

/// <summary>Orchestrators and activities, and what keeps them going under the host.</summary>
internal static class WorkflowFunctions
{
    // host.json gives a function ten minutes. One that runs longer takes the process with it, and all calls that are under way.
    internal static readonly TimeSpan LongestActivity = TimeSpan.FromMinutes(8);

    public static IEnumerable<FunctionDeclaration> All(DurableTaskRegistry workflows) =>
        [
            .. workflows.Orchestrators.Select(name => Orchestrator(name.Name)),
            .. workflows.Activities.Select(name => Activity(name.Name)),
            new()
            {
                Name = "WorkflowWatchdog",
                Bindings = [FunctionBinding.Timer("0 */5 * * * *"), FunctionBinding.Client],
                Handle = Watch,
            },
            // A new instance learns here where the extension is, before it is asked for anything over HTTP.
            new()
            {
                Name = "Warmup",
                Bindings = [FunctionBinding.Warmup, FunctionBinding.Client],
                Handle = (_, _) => Task.FromResult(FunctionAnswer.Done),
            },
        ];

    private static FunctionDeclaration Orchestrator(string name) =>
        new()
        {
            Name = name,
            Bindings = [FunctionBinding.Orchestration],
            // Whatever fails in here is an answer, not a failed call: the host gives an orchestration up for good at the first of those.
            Handle = (call, _) =>
                Task.FromResult(
                    new FunctionAnswer(
                        call.Services.GetRequiredService<OrchestratorFunction>()
                            .Run(call.Text(FunctionBinding.Orchestration.Name))
                    )
                ),
        };

    private static FunctionDeclaration Activity(string name) =>
        new()
        {
            Name = name,
            Bindings = [FunctionBinding.Activity, FunctionBinding.Client],
            Handle = async (call, ct) =>
            {
                using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
                limit.CancelAfter(LongestActivity);
                var activities = call.Services.GetRequiredService<ActivityFunction>();
                return new FunctionAnswer(
                    await activities.RunAsync(name, call.Text(FunctionBinding.Activity.Name), limit.Token)
                );
            },
        };

    private static async Task<FunctionAnswer> Watch(Invocation call, CancellationToken ct)
    {
        var report = await call.Services.GetRequiredService<DurableWatchdog>().RunAsync(ct);
        var found = new (string What, IReadOnlyList<string> Instances)[]
        {
            ("rewound", report.Rewound),
            ("restarted", report.Restarted),
            ("given up", report.GivenUp),
            ("left to their parents", report.LeftToParent),
        };
        return new(
            Logs:
            [
                .. found
                    .Where(group => group.Instances.Count > 0)
                    .Select(group => $"Workflows {group.What}: {string.Join(", ", group.Instances)}"),
            ]
        );
    }
}
