using System.Collections.Frozen;

namespace IntegrationFunctions.Banking;

/// <summary>How many decimals a currency has (ISO 4217, list one, minor units). Two unless listed.</summary>
internal static class CurrencyDigits
{
    private static readonly FrozenDictionary<string, int> Exceptions = new Dictionary<int, string>
    {
        [0] = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF",
        [3] = "BHD IQD JOD KWD LYD OMR TND",
        [4] = "CLF UYW",
    }
        .SelectMany(group => group.Value.Split(' ').Select(currency => (currency, group.Key)))
        .ToFrozenDictionary(pair => pair.currency, pair => pair.Key);

    public static int Of(string currency) => Exceptions.GetValueOrDefault(currency, 2);

    /// <summary>Decimals that the amount needs; zeros at its end don't count.</summary>
    public static int Needed(decimal amount)
    {
        int scale = amount.Scale;
        while (scale > 0 && decimal.Round(amount, scale - 1) == amount)
            scale--;
        return scale;
    }
}
