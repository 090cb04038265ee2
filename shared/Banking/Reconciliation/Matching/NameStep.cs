namespace IntegrationFunctions.Banking.Reconciliation.Matching;

/// <summary>
/// Finds invoices by amount and name. Only amounts that a line has are indexed; within an amount, postings by name token. A similarity of 0.8
/// or more leaves at most a third of a name's tokens without a partner, so that looking at one posting more than that, the shortest first,
/// misses nothing.
/// </summary>
internal sealed class NameStep
{
    // Beyond this many the answer is "several" anyway, and looking at each would be lines times invoices.
    private const int MaxLooks = 256;

    private readonly Ledger _ledger;
    private readonly Dictionary<(InvoiceIndex, decimal, string), Dictionary<string, List<int>>> _postings = [];
    private readonly Dictionary<(InvoiceIndex, string, string), List<int>> _byName = [];

    public NameStep(Ledger ledger, IReadOnlyList<LineState> lines, IEnumerable<InvoiceIndex> indexes)
    {
        _ledger = ledger;
        foreach (var state in lines)
        {
            _postings.TryAdd((state.Index, state.Line.Amount, state.Line.Currency), []);
            if (state.Line is { OriginalAmount: { } amount, OriginalCurrency: { } currency })
            {
                _postings.TryAdd((state.Index, amount, currency), []);
            }
            if (state.Name is { } name)
            {
                _byName.TryAdd((state.Index, state.Line.Currency, name.Key), []);
            }
        }
        foreach (var index in indexes)
        {
            foreach (var invoice in index.Members)
            {
                Add(index, invoice);
            }
        }
    }

    /// <summary>Free invoices of the line's amount whose partner has the line's name; null where there are too many to look at.</summary>
    public List<int>? Find(LineState state)
    {
        if (state.Name is not { } name)
        {
            return [];
        }
        var seen = new HashSet<int>();
        Collect(state, state.Line.Amount, state.Line.Currency, name, seen);
        if (state.Line is { OriginalAmount: { } amount, OriginalCurrency: { } currency })
        {
            Collect(state, amount, currency, name, seen);
        }
        return seen.Count > MaxLooks ? null : [.. seen.Where(i => _ledger.NameAgrees(state, i))];
    }

    /// <summary>Free invoices of the very name and the line's currency, whatever the amount: what a person would look at first.</summary>
    public IReadOnlyList<int> OfSameName(LineState state) =>
        state.Name is { } name && _byName.TryGetValue((state.Index, state.Line.Currency, name.Key), out var invoices)
            ? invoices
            : [];

    private void Add(InvoiceIndex index, int invoice)
    {
        if (!_ledger.IsFree(invoice))
        {
            return;
        }
        var content = _ledger[invoice].Invoice;
        var wanted = _postings.TryGetValue((index, content.Amount, content.Currency), out var postings);
        if ((!wanted && _byName.Count == 0) || _ledger.NameOf(invoice) is not { } name)
        {
            return;
        }
        if (wanted)
        {
            foreach (var token in name.Tokens)
            {
                if (!postings!.TryGetValue(token, out var posting))
                {
                    postings[token] = posting = [];
                }
                posting.Add(invoice);
            }
        }
        if (_byName.TryGetValue((index, content.Currency, name.Key), out var ofName))
        {
            ofName.Add(invoice);
        }
    }

    private void Collect(LineState state, decimal amount, string currency, PartnerName name, HashSet<int> seen)
    {
        var postings = _postings[(state.Index, amount, currency)];
        var lists = new List<List<int>?>(name.Tokens.Length);
        foreach (var token in name.Tokens)
        {
            lists.Add(postings.GetValueOrDefault(token));
        }
        lists.Sort((a, b) => (a?.Count ?? 0).CompareTo(b?.Count ?? 0));
        foreach (var list in lists.Take((name.Tokens.Length / 3) + 1))
        {
            foreach (var invoice in list ?? [])
            {
                seen.Add(invoice);
                if (seen.Count > MaxLooks)
                {
                    return;
                }
            }
        }
    }
}
