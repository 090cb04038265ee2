using System.Text.Json;
using System.Text.Json.Serialization;

namespace IntegrationFunctions.Bench;

/// <summary>One case of a bench: ours, the peers and the physical limit, all from the same run.</summary>
internal sealed record BenchLine(
    string Bench,
    string Case,
    string Unit,
    double Ours,
    IReadOnlyDictionary<string, double> Peers,
    double Limit
);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(BenchLine))]
internal sealed partial class BenchJson : JsonSerializerContext;

/// <summary>Prints the cases of a bench, for people or (--json) one line of JSON a case. Remarks go to standard error.</summary>
internal sealed class BenchReport(string bench, bool json)
{
    public void Add(string name, string unit, double ours, double limit, params (string Name, double Figure)[] peers)
    {
        var line = new BenchLine(
            bench,
            name,
            unit,
            Figure(ours),
            peers.ToDictionary(p => p.Name, p => Figure(p.Figure)),
            Figure(limit)
        );
        Console.WriteLine(json ? JsonSerializer.Serialize(line, BenchJson.Default.BenchLine) : Text(line));
    }

    private static string Text(BenchLine line)
    {
        var peers = string.Concat(line.Peers.Select(p => FormattableString.Invariant($"; {p.Key} {p.Value:#,0.###}")));
        return FormattableString.Invariant(
            $"{line.Bench} {line.Case}: {line.Ours:#,0.###} {line.Unit}; limit {line.Limit:#,0.###} ({line.Ours / line.Limit:p0}){peers}"
        );
    }

    // Small figures, such as parts of a millisecond, with what tells them apart.
    private static double Figure(double figure) => Math.Round(figure, figure < 10 ? 3 : 1);

    public static void Remark(string text) => Console.Error.WriteLine(text);

    public static double Median(IEnumerable<double> figures)
    {
        var sorted = figures.Order().ToArray();
        return sorted.Length % 2 == 1
            ? sorted[sorted.Length / 2]
            : (sorted[(sorted.Length / 2) - 1] + sorted[sorted.Length / 2]) / 2;
    }
}
