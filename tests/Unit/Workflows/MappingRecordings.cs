using IntegrationFunctions.Activities.Mapping;
using IntegrationFunctions.Connectors.Mappings;
using IntegrationFunctions.Durable;
using IntegrationFunctions.Durable.Replay;
using IntegrationFunctions.Tests.Compliance;
using IntegrationFunctions.Tests.Unit.Connectors.Mappings;
using IntegrationFunctions.Workflows.Mapping;

namespace IntegrationFunctions.Tests.Unit.Workflows;

/// <summary>Runs of mappings over stored records: a dry run, an activation, and one whose record is not in the book.</summary>
internal static class MappingRecordings
{
    public static IReadOnlyDictionary<string, Func<Task<ExportedHistory>>> All { get; } =
        new Dictionary<string, Func<Task<ExportedHistory>>>
        {
            ["remap-records-dry-run"] = () => Record(MappingRunKind.DryRun),
            ["remap-records-activation"] = () => Record(MappingRunKind.Activation),
            ["remap-records-undo-refused"] = () => Record(MappingRunKind.Undo),
        };

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static async Task<ExportedHistory> Record(MappingRunKind kind)
    {
        await using var world = await MappingWorld.Create(1_200);
        await using var backend = new EmbeddedWorkflowBackend();
        backend
            .Registry.AddOrchestrator<RemapRecords>()
            .AddActivity(_ => new ActivateMapping(world.Active, world.Runs))
            .AddActivity(_ => new RemapPage(world.Work))
            .AddActivity(_ => new FailMappingRun(world.Runs));
        backend.Registry.FailureOf = Activities.ActivityFailures.From;
        await backend.StartAsync();
        var version = await world.Save("""{ "target": "name", "expression": "$uppercase(value)" }""");
        // What it is to take back was never in force.
        var run = await world.Enter(kind, version, kind == MappingRunKind.Undo ? "mrn_none" : null);
        await backend.Client.ScheduleNewOrchestrationInstanceAsync(
            nameof(RemapRecords),
            new MappingRunInput(
                MappingWorld.Tenant,
                run.IntegrationId,
                run.ObjectName,
                run.Id,
                kind != MappingRunKind.DryRun
            ),
            new StartOrchestrationOptions(run.Id),
            Ct
        );
        await backend.Client.WaitForInstanceCompletionAsync(run.Id, true, Ct).WaitAsync(TimeSpan.FromSeconds(30), Ct);
        return await backend.Client.Export(run.Id);
    }
}
