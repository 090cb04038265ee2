using IntegrationFunctions.Mapping.Models;

namespace IntegrationFunctions.Banking.Reconciliation.Matching;

/// <summary>The invoices of one kind, reachable by what a line may say of them. Invoices are spoken of by their place in the list.</summary>
internal sealed class InvoiceIndex
{
    private readonly IReadOnlyList<OpenInvoice> _all;
    private readonly InvoiceKind _kind;
    private readonly Dictionary<string, int> _byReference = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _byNumber = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _referenceBySpan;
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _numberBySpan;

    // Invoices of equal reference or number form chains: no list object for each of a million keys.
    private readonly int[] _nextByReference;
    private readonly int[] _nextByNumber;

    public InvoiceIndex(IReadOnlyList<OpenInvoice> all, InvoiceKind kind)
    {
        _all = all;
        _kind = kind;
        _nextByReference = new int[all.Count];
        _nextByNumber = new int[all.Count];
        _referenceBySpan = _byReference.GetAlternateLookup<ReadOnlySpan<char>>();
        _numberBySpan = _byNumber.GetAlternateLookup<ReadOnlySpan<char>>();
        IsKnown = text => _numberBySpan.ContainsKey(text) || _referenceBySpan.ContainsKey(text);
        for (var i = 0; i < all.Count; i++)
        {
            var invoice = all[i].Invoice;
            if (!Has(i))
            {
                continue;
            }
            Members.Add(i);
            Chain(_byNumber, _nextByNumber, Folding.Compact(invoice.Number), i);
            if (invoice.PaymentReference is { Length: > 0 } reference)
            {
                Chain(_byReference, _nextByReference, Folding.Compact(reference), i);
            }
        }
    }

    /// <summary>The invoices of this kind that can be matched.</summary>
    public List<int> Members { get; } = [];

    /// <summary>Length of the longest number or reference.</summary>
    public int MaxLength { get; private set; }

    /// <summary>Whether a normalised text is a number or reference.</summary>
    public Func<ReadOnlySpan<char>, bool> IsKnown { get; }

    public void ByReference(string normalised, CandidateSet into) =>
        Follow(_byReference, _nextByReference, normalised, into);

    public void ByNumber(string normalised, CandidateSet into) => Follow(_byNumber, _nextByNumber, normalised, into);

    /// <summary>Whether an invoice is of this kind and can be matched.</summary>
    public bool Has(int invoice) => _all[invoice].Invoice is { Amount: > 0 } i && i.Kind == _kind;

    private void Chain(Dictionary<string, int> heads, int[] next, string key, int invoice)
    {
        if (key.Length == 0)
        {
            return;
        }
        MaxLength = Math.Max(MaxLength, key.Length);
        next[invoice] = heads.TryGetValue(key, out var head) ? head : -1;
        heads[key] = invoice;
    }

    private static void Follow(Dictionary<string, int> heads, int[] next, string key, CandidateSet into)
    {
        if (heads.TryGetValue(key, out var invoice))
        {
            for (; invoice >= 0 && into.Add(invoice); invoice = next[invoice]) { }
        }
    }
}
