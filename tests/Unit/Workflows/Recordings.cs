using IntegrationFunctions.Durable;
using IntegrationFunctions.Durable.Replay;

namespace IntegrationFunctions.Tests.Unit.Workflows;

/// <summary>Runs of the product's workflows, each of which leaves one history under a fixed name.</summary>
internal static class Recordings
{
    public static IReadOnlyDictionary<string, Func<Task<ExportedHistory>>> All { get; } =
        new[] { PaymentRecordings.All, SyncRecordings.All, ReconciliationRecordings.All, MappingRecordings.All }
            .SelectMany(recordings => recordings)
            .ToDictionary(recording => recording.Key, recording => recording.Value);

    public static async Task<ExportedHistory> Export(this DurableTaskClient client, string id)
    {
        var ct = TestContext.Current.CancellationToken;
        var instance = (await client.GetInstanceAsync(id, true, ct))!;
        return ExportedHistory.Of(instance, (await client.GetHistoryAsync(id, ct))!);
    }
}
