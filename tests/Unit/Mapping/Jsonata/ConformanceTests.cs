using IntegrationFunctions.Functions.Cli.Jsonata;

namespace IntegrationFunctions.Tests.Unit.Mapping.Jsonata;

/// <summary>The official test suite; it is not in this repository.</summary>
public sealed class ConformanceTests
{
    [Fact]
    public void The_official_cases_pass()
    {
        var folder = Environment.GetEnvironmentVariable("CONFORMANCE_DATA");
        Assert.SkipWhen(string.IsNullOrEmpty(folder), "CONFORMANCE_DATA names no folder with the official cases.");
        var file = Path.Combine(folder!, "jsonata", "cases.jsonl");
        Assert.SkipUnless(File.Exists(file), "CONFORMANCE_DATA has no jsonata/cases.jsonl.");
        var results = new JsonataCases(file).Run().ToArray();
        Assert.NotEmpty(results);
        Assert.Equal([], results.Where(one => one.Failure is not null).Select(one => $"{one.Id}: {one.Failure}"));
    }
}
