namespace IntegrationFunctions.Banking.Reconciliation.Matching;

/// <summary>What a step makes of a line.</summary>
/// <param name="State">The line.</param>
/// <param name="Invoices">What it would pay.</param>
/// <param name="Method">The step.</param>
internal sealed record Proposal(LineState State, IReadOnlyList<int> Invoices, MatchMethod Method);

/// <summary>How the amounts of named invoices stand to the line's.</summary>
internal enum Fit
{
    /// <summary>One invoice, or all together, have the line's amount.</summary>
    Exact,

    /// <summary>Several have it each.</summary>
    Several,

    /// <summary>None has.</summary>
    Differs,
}
