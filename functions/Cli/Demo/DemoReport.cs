using System.Text.Json.Nodes;

namespace IntegrationFunctions.Functions.Cli.Demo;

/// <summary>The result as one JSON object, for programs.</summary>
internal static class DemoReport
{
    public static JsonObject ToJson(DemoContext demo, bool hold, TimeSpan duration) =>
        new()
        {
            ["recordsSynced"] = demo.RecordsSynced,
            ["completeness"] = new JsonObject
            {
                ["ties"] = demo.CompletenessTies,
                ["objects"] = demo.Completeness.DeepClone(),
            },
            ["statement"] = new JsonObject
            {
                ["lines"] = demo.StatementLines,
                ["reconciled"] = demo.StatementReconciled,
            },
            ["payment"] = demo.Payment?.DeepClone(),
            ["proofs"] = new JsonArray([
                .. demo.Proofs.Select(proof => new JsonObject
                {
                    ["what"] = proof.What,
                    ["holds"] = proof.Holds,
                    ["evidence"] = proof.Evidence,
                }),
            ]),
            ["proofsHold"] = hold,
            ["durationMs"] = (long)duration.TotalMilliseconds,
        };
}
