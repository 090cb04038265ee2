using System.Globalization;

namespace IntegrationFunctions.Banking.Payments.Iso20022;

/// <summary>What no schema can check: counts, control sums, EndToEndIds used twice, decimals of the currency.</summary>
internal sealed class Pain001Totals(Action<string, string, string> report)
{
    private readonly HashSet<string> _endToEndIds = new(StringComparer.Ordinal);
    private (string Text, string Path)? _groupCount;
    private (string Text, string Path)? _groupSum;
    private (string Text, string Path)? _count;
    private (string Text, string Path)? _sum;
    private long _transactions;
    private long _allTransactions;
    private decimal _amounts;
    private decimal _allAmounts;

    /// <summary>A value that its own type found right.</summary>
    public void See(string parent, string element, string value, string path)
    {
        switch (parent, element)
        {
            case ("GroupHeader85", "NbOfTxs"):
                _groupCount = (value, path);
                break;
            case ("GroupHeader85", "CtrlSum"):
                _groupSum = (value, path);
                break;
            case ("PaymentInstruction30", "NbOfTxs"):
                _count = (value, path);
                break;
            case ("PaymentInstruction30", "CtrlSum"):
                _sum = (value, path);
                break;
            case ("AmountType4Choice", "InstdAmt") or ("EquivalentAmount2", "Amt"):
                _amounts += Number(value);
                break;
            case ("PaymentIdentification6", "EndToEndId") when value != "NOTPROVIDED" && !_endToEndIds.Add(value):
                report(
                    path,
                    "duplicate-end-to-end-id",
                    $"The EndToEndId '{value}' is used before; its payments can't be told apart in statements."
                );
                break;
        }
    }

    /// <summary>An element of a type ends.</summary>
    public void End(string type, string path)
    {
        if (type == "CreditTransferTransaction34")
            _transactions++;
        if (type != "PaymentInstruction30")
            return;
        Compare(_count, _sum, _transactions, _amounts);
        (_allTransactions, _allAmounts) = (_allTransactions + _transactions, _allAmounts + _amounts);
        (_transactions, _amounts, _count, _sum) = (0, 0, null, null);
    }

    /// <summary>The message ends.</summary>
    public void Finish() => Compare(_groupCount, _groupSum, _allTransactions, _allAmounts);

    private void Compare(
        (string Text, string Path)? count,
        (string Text, string Path)? sum,
        long transactions,
        decimal amounts
    )
    {
        if (count is var (countText, countPath) && long.Parse(countText, CultureInfo.InvariantCulture) != transactions)
            report(countPath, "transaction-count", $"NbOfTxs says {countText}, but there are {transactions}.");
        if (sum is var (sumText, sumPath) && Number(sumText) != amounts)
            report(
                sumPath,
                "control-sum",
                FormattableString.Invariant($"CtrlSum says {sumText}, but the amounts add up to {amounts}.")
            );
    }

    private static decimal Number(string value) =>
        decimal.Parse(
            value,
            NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint,
            CultureInfo.InvariantCulture
        );
}
