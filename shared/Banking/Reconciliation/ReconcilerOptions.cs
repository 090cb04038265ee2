namespace IntegrationFunctions.Banking.Reconciliation;

/// <summary>What the cascade knows beyond lines and invoices.</summary>
public sealed record ReconcilerOptions
{
    /// <summary>Nothing more.</summary>
    public static ReconcilerOptions None { get; } = new();

    /// <summary>End-to-end ids that the platform gave out, with the keys of the invoices that they pay.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> KnownEndToEndIds { get; init; } =
        new Dictionary<string, IReadOnlyList<string>>();

    /// <summary>Keys of invoices that another statement's line has paid; they can be named, not matched.</summary>
    public IReadOnlySet<string> AlreadyMatched { get; init; } = new HashSet<string>();

    /// <summary>Matches that a person took back: (line id, invoice key).</summary>
    public IReadOnlySet<(string LineId, string InvoiceKey)> Undone { get; init; } = new HashSet<(string, string)>();
}
