using System.Globalization;
using IntegrationFunctions.Banking.Iso20022;

namespace IntegrationFunctions.Banking.Statements.Camt;

/// <summary>TxsSummry: what the bank counted, to hold against what was read. It precedes the entries, so it is kept until they are there.</summary>
internal sealed class CamtSummary
{
    private readonly List<Total> _totals = [];

    public void Read(XmlCursor x)
    {
        for (var scope = x.Enter(); x.Next(scope); )
        {
            if (x.Name is "TtlNtries" or "TtlCdtNtries" or "TtlDbtNtries")
                _totals.Add(ReadTotal(x));
        }
    }

    private static Total ReadTotal(XmlCursor x)
    {
        var total = new Total(x.Name);
        Direction? direction = null;
        for (var scope = x.Enter(); x.Next(scope); )
        {
            switch (x.Name)
            {
                case "NbOfNtries":
                    total.Count = int.TryParse(x.Text(), CultureInfo.InvariantCulture, out var count) ? count : null;
                    break;
                case "Sum":
                    total.Sum = Number(x);
                    break;
                case "TtlNetNtryAmt":
                    total.Net = Number(x);
                    break;
                case "CdtDbtInd":
                    direction = x.Direction();
                    break;
                case "TtlNetNtry":
                    for (var net = x.Enter(); x.Next(net); )
                    {
                        if (x.Name == "Amt")
                            total.Net = Number(x);
                        else if (x.Name == "CdtDbtInd")
                            direction = x.Direction();
                    }
                    break;
            }
        }
        if (direction is null)
            total.Net = null;
        else if (direction == Direction.Debit)
            total.Net = -total.Net;
        return total;
    }

    private static decimal? Number(XmlCursor x) => IsoAmount.TryRead(x.Text(), out var number, out _) ? number : null;

    /// <summary>Reports totals that fit neither all entries nor the booked ones: banks count either way.</summary>
    public void Check(XmlCursor x, List<StatementEntry> entries)
    {
        foreach (var total in _totals)
        {
            var all = entries.Where(entry => total.Covers(entry.Direction)).ToArray();
            var booked = all.Where(entry => entry.Status == "BOOK").ToArray();
            Compare(x, total.Name, "NbOfNtries", total.Count, all.Length, booked.Length);
            // Sums of several currencies mean nothing.
            if (all.Select(entry => entry.Currency).Distinct().Count() > 1)
                continue;
            Compare(
                x,
                total.Name,
                "Sum",
                total.Sum,
                Sum(all, entry => entry.Amount),
                Sum(booked, entry => entry.Amount)
            );
            Compare(
                x,
                total.Name,
                "the net amount",
                total.Net,
                Sum(all, entry => entry.SignedAmount),
                Sum(booked, entry => entry.SignedAmount)
            );
        }
    }

    private static void Compare(XmlCursor x, string total, string what, decimal? said, decimal? all, decimal? booked)
    {
        if (said is null || all is null || said == all || said == booked)
            return;
        x.Deviate(
            "summary-mismatch",
            FormattableString.Invariant($"{total} says that {what} is {said}, but the entries make it {all}.")
        );
    }

    private static decimal? Sum(StatementEntry[] entries, Func<StatementEntry, decimal> amount)
    {
        decimal sum = 0;
        foreach (var entry in entries)
        {
            if (!CamtChecks.TryAdd(ref sum, amount(entry)))
                return null;
        }
        return sum;
    }

    private sealed class Total(string name)
    {
        public string Name => name;
        public int? Count { get; set; }
        public decimal? Sum { get; set; }
        public decimal? Net { get; set; }

        public bool Covers(Direction direction) =>
            name switch
            {
                "TtlCdtNtries" => direction == Direction.Credit,
                "TtlDbtNtries" => direction == Direction.Debit,
                _ => true,
            };
    }
}
