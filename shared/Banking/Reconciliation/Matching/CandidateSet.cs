namespace IntegrationFunctions.Banking.Reconciliation.Matching;

/// <summary>
/// Invoices that come into question for a line. It holds no more than <see cref="Capacity"/>: what names more than that names none, and which
/// of them were kept would depend on the order of the input.
/// </summary>
internal sealed class CandidateSet
{
    public const int Capacity = 99;

    private readonly List<int> _items = [];

    /// <summary>Empty where <see cref="Overflown"/>.</summary>
    public IReadOnlyList<int> Items => _items;

    public bool Overflown { get; private set; }

    public bool Any => _items.Count > 0 || Overflown;

    /// <summary>False once it holds too many.</summary>
    public bool Add(int invoice)
    {
        if (Overflown)
        {
            return false;
        }
        if (_items.Contains(invoice))
        {
            return true;
        }
        if (_items.Count == Capacity)
        {
            Overflown = true;
            _items.Clear();
            return false;
        }
        _items.Add(invoice);
        return true;
    }

    public void AddAll(CandidateSet other)
    {
        if (other.Overflown)
        {
            Overflown = true;
            _items.Clear();
        }
        foreach (var invoice in other._items)
        {
            Add(invoice);
        }
    }
}
