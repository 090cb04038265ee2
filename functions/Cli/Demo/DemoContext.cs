using System.Text.Json.Nodes;

namespace IntegrationFunctions.Functions.Cli.Demo;

/// <summary>What the steps share: callers, addresses, and what was found so far.</summary>
internal sealed class DemoContext
{
    public required DemoOptions Options { get; init; }

    public required IDemoDisplay Display { get; init; }

    /// <summary>The demo tenant's accountant: connects, synchronises, enters payments.</summary>
    public required DemoApi Accountant { get; init; }

    /// <summary>Two users who may approve payments.</summary>
    public required IReadOnlyList<DemoApi> Approvers { get; init; }

    /// <summary>The sandbox's control API, and nothing else of the virtual systems: those are spoken to by connectors.</summary>
    public required HttpClient Sandbox { get; init; }

    public List<Proof> Proofs { get; } = [];

    public string World => $"demo-{Options.Records}";

    public string ErpIntegrationId { get; set; } = "";

    public string BankIntegrationId { get; set; } = "";

    public long RecordsSynced { get; set; }

    public JsonArray Completeness { get; set; } = [];

    public bool CompletenessTies { get; set; }

    public int StatementLines { get; set; }

    public int StatementReconciled { get; set; }

    public JsonNode? Payment { get; set; }

    /// <summary>Notes a proof, and says so at once where it fails.</summary>
    public void Prove(string what, bool holds, string evidence)
    {
        Proofs.Add(new Proof(what, holds, evidence));
        Display.Note(holds ? $"proven: {what} ({evidence})" : $"NOT proven: {what} ({evidence})");
    }
}
