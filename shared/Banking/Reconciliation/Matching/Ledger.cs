namespace IntegrationFunctions.Banking.Reconciliation.Matching;

/// <summary>Which invoices are spoken for.</summary>
internal sealed class Ledger
{
    private readonly IReadOnlyList<OpenInvoice> _invoices;
    private readonly bool[] _matched;
    private readonly bool[] _claimed;
    private readonly Dictionary<string, PartnerName?> _names = new(StringComparer.Ordinal);

    public Ledger(IReadOnlyList<OpenInvoice> invoices, IReadOnlySet<string> alreadyMatched)
    {
        _invoices = invoices;
        _matched = new bool[invoices.Count];
        _claimed = new bool[invoices.Count];
        var keys = new HashSet<string>(invoices.Count, StringComparer.Ordinal);
        for (var i = 0; i < invoices.Count; i++)
        {
            if (!keys.Add(invoices[i].Key))
            {
                throw new ArgumentException($"The invoice key '{invoices[i].Key}' appears twice.", nameof(invoices));
            }
            _matched[i] = alreadyMatched.Count > 0 && alreadyMatched.Contains(invoices[i].Key);
        }
    }

    public OpenInvoice this[int invoice] => _invoices[invoice];

    public int Count => _invoices.Count;

    /// <summary>Paid by a line, of this statement or of another.</summary>
    public bool IsMatched(int invoice) => _matched[invoice];

    /// <summary>Neither paid nor named by a line that stays open: fit to be found by amount and name.</summary>
    public bool IsFree(int invoice) => !_matched[invoice] && !_claimed[invoice];

    public void Match(int invoice) => _matched[invoice] = true;

    public void Claim(IEnumerable<int> invoices)
    {
        foreach (var invoice in invoices)
        {
            _claimed[invoice] = true;
        }
    }

    public PartnerName? NameOf(int invoice)
    {
        if (_invoices[invoice].Invoice.PartnerName is not { } name)
        {
            return null;
        }
        if (!_names.TryGetValue(name, out var parsed))
        {
            _names[name] = parsed = PartnerName.Parse(name);
        }
        return parsed;
    }

    public bool NameAgrees(LineState state, int invoice) => PartnerName.Agree(state.Name, NameOf(invoice));
}
