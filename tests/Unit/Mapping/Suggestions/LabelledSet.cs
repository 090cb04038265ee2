using System.Globalization;
using System.Numerics;
using System.Text.Json.Nodes;
using IntegrationFunctions.Mapping.Discovery;
using IntegrationFunctions.Mapping.Models;

namespace IntegrationFunctions.Tests.Unit.Mapping.Suggestions;

/// <summary>Records of one source, and by hand what each field of the model is to be made of.</summary>
/// <param name="Title">The source's object.</param>
/// <param name="Model">The model.</param>
/// <param name="Record">The record of a number, as JSON.</param>
/// <param name="Answers">
/// A line a field: what its rule reads, several with + between them, what is right as well behind |, <c>=</c> before a constant, and
/// <c>?</c> in front where leaving the field out is right as well.
/// </param>
public sealed record LabelledSet(string Title, string Model, Func<int, string> Record, string Answers)
{
    private const int Records = 24;

    public CanonicalModel Target => CanonicalModels.Find(Model)!;

    public IReadOnlyList<JsonObject> All() =>
        [.. Enumerable.Range(0, Records).Select(i => JsonNode.Parse(Record(i))!.AsObject())];

    public DiscoveredModel Discover() => DiscoveredModel.Infer(All(), Title);

    /// <summary>What is right for each field.</summary>
    public IReadOnlyDictionary<string, (bool Optional, string[] Right)> Right() =>
        Answers
            .Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(line => line.Split(':', 2, StringSplitOptions.TrimEntries))
            .ToDictionary(
                line => line[0].TrimStart('?'),
                line => (line[0].StartsWith('?'), line[1].Split('|', StringSplitOptions.TrimEntries))
            );

    public override string ToString() => Title;

    /// <summary>One of several values, by turns.</summary>
    internal static string Pick(int i, params string[] values) => values[i % values.Length];

    /// <summary>A German IBAN with right check digits.</summary>
    internal static string Iban(int i)
    {
        var body = (370_400_440_532_013_000L + (i * 7919L)).ToString("D18", CultureInfo.InvariantCulture);
        var check = 98 - (int)(BigInteger.Parse(body + "131400", CultureInfo.InvariantCulture) % 97);
        return $"DE{check:D2}{body}";
    }

    /// <summary>A day of 2026.</summary>
    internal static string Day(int i, string pattern = "yyyy-MM-dd") =>
        new DateOnly(2026, 1, 5).AddDays(i * 9).ToString(pattern, CultureInfo.InvariantCulture);

    /// <summary>A day of 2026 in milliseconds since 1970.</summary>
    internal static long Millis(int i) =>
        new DateTimeOffset(2026, 1, 5, 0, 0, 0, TimeSpan.Zero).AddDays(i * 9).ToUnixTimeMilliseconds();

    /// <summary>An amount with two decimals.</summary>
    internal static string Amount(int i) => ((i * 137.31m) + 49.95m).ToString("F2", CultureInfo.InvariantCulture);
}
