using IntegrationFunctions.Platform.Documents;

namespace IntegrationFunctions.Tests.Compliance;

public abstract partial class DocumentStoreCompliance
{
    private static readonly string[] OddNames =
    [
        "with space",
        "it's",
        "$",
        "[0]",
        "0",
        "*",
        "x') OR 1=1 --",
        "übermaß",
        "日本",
        "$1",
        "a;DROP TABLE documents",
        "FROM",
    ];

    /// <summary>What a store under test must have declared.</summary>
    public static IReadOnlyList<DocumentGroup> Groups { get; } =
    [
        new DocumentGroup("invoices").Index("n").Index("-n"),
        new("payments"),
        new("integrations"),
        new("records"),
        new("counters"),
        new("files"),
        new("nothing"),
        new("accounts"),
        new("expiring"),
        new("even"),
        new("odd"),
        new("elsewhere"),
        new DocumentGroup("numbers").Index("c"),
        new DocumentGroup("q")
            .Index("f")
            .Index("f[]")
            .Index("f", "g")
            .Index("n")
            .Index("amount.currency")
            .Index("amount.currency", "open")
            .Index("a", "-b")
            .Index("status", "-at", "kind")
            .Seal("secret.iban"),
        new DocumentGroup("q") { Indexes = [.. OddNames.Select(name => DocumentIndex.Parse(name))] },
        new DocumentGroup("r").Index("f"),
        // Of the properties: what random queries may ask.
        new DocumentGroup("p")
            .GroupIndex("x")
            .GroupIndex("x[]")
            .GroupIndex("x", "y")
            .GroupIndex("y", "-n.x")
            .Index("y")
            .Index("n.x")
            .Index("y[]", "x")
            .Index("x", "-y")
            .Index("-x", "n.x")
            .Index("y", "x", "n.x")
            .Index("n.x", "y"),
        new("plain"),
        new("feed"),
        new("history"),
    ];
}
