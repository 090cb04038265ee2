using IntegrationFunctions.Functions.Cli.Jsonata;

namespace IntegrationFunctions.Tests.Unit.Mapping.Jsonata;

/// <summary>The official suite, as far as it lies in the folder that CONFORMANCE_DATA names.</summary>
public sealed class ConformanceTests
{
    [Fact]
    public void Every_case_of_the_suite_passes()
    {
        var folder = Environment.GetEnvironmentVariable("CONFORMANCE_DATA");
        Assert.SkipWhen(
            string.IsNullOrEmpty(folder),
            "CONFORMANCE_DATA is not set; it names the folder with jsonata/cases.jsonl."
        );
        var results = new JsonataCases(Path.Combine(folder!, "jsonata", "cases.jsonl")).Run().ToArray();
        Assert.NotEmpty(results);
        Assert.Empty(
            results.Where(result => result.Failure is not null).Select(result => $"{result.Id}: {result.Failure}")
        );
    }
}
