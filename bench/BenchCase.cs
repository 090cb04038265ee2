using System.Globalization;
using System.Text.Json;

namespace IntegrationFunctions.Bench;

/// <summary>One figure: ours beside the physical limit, measured in the same run.</summary>
internal sealed record BenchCase(string Bench, string Case, string Unit, double Ours, double Limit)
{
    public void Print(bool json) =>
        Console.WriteLine(
            json
                ? JsonSerializer.Serialize(
                    new Dictionary<string, object>
                    {
                        ["bench"] = Bench,
                        ["case"] = Case,
                        ["unit"] = Unit,
                        ["ours"] = Math.Round(Ours, 2),
                        ["peers"] = new Dictionary<string, double>(),
                        ["limit"] = Math.Round(Limit, 2),
                    }
                )
                : string.Create(
                    CultureInfo.InvariantCulture,
                    $"{Bench, -10} {Case, -16} {Ours, 12:N1} {Unit, -12} limit {Limit, 12:N1}"
                )
        );

    public static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return sorted[sorted.Length / 2];
    }
}
