using IntegrationFunctions.Banking.Statements;

namespace IntegrationFunctions.Banking.Iso20022;

/// <summary>Collects deviations up to a limit, so that a file of nonsense can't fill the memory.</summary>
internal sealed class DeviationLog(int limit)
{
    private readonly List<Deviation> _kept = [];
    private long _dropped;

    public bool IsFull => _kept.Count >= limit;

    public void Add(string path, string code, string message)
    {
        if (IsFull)
            _dropped++;
        else
            _kept.Add(new Deviation(path, code, message));
    }

    public void CountDropped() => _dropped++;

    public IReadOnlyList<Deviation> ToList()
    {
        if (_dropped > 0)
            _kept.Add(
                new Deviation(
                    "",
                    "more-deviations",
                    $"{_dropped} further deviations are not listed; the first {limit} are."
                )
            );
        return _kept;
    }
}
