using IntegrationFunctions.Tests.Support;

namespace IntegrationFunctions.Tests.EndToEnd;

public sealed class SuggestCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_suggested_mapping_maps_the_records_that_it_was_made_for()
    {
        var input = await File(
            "clients.json",
            """
            [ { "Code client": "C1", "Nom": "Boulangerie", "Ville": "Lyon", "Code postal": "69001", "Tél": "04 72 00 00 10", "IBAN": "FR14 2004 1010 0505 0001 3M02 606" },
              { "Code client": "C2", "Nom": "Menuiserie", "Ville": "Paris", "Code postal": "75001", "Tél": "01 72 00 00 10", "IBAN": "DE89370400440532013000" } ]
            """
        );
        var suggested = await Cli.Run(Ct, "suggest", "--input", input, "--target", "business-partner");
        Assert.True(suggested.ExitCode == 0, suggested.Error);
        Assert.Contains("address.postalCode", suggested.Error, StringComparison.Ordinal);
        Assert.Contains("2 records", suggested.Error, StringComparison.Ordinal);
        var mapping = await File("mapping.json", suggested.Out);
        var mapped = await Cli.Run(Ct, "map", "--mapping", mapping, "--input", input);
        Assert.True(mapped.ExitCode == 0, mapped.Error);
        Assert.StartsWith(
            """{"id":"C1","name":"Boulangerie","isCustomer":true,"isSupplier":false,"phone":"04 72 00 00 10",""",
            mapped.Out,
            StringComparison.Ordinal
        );
        Assert.Contains("""[{"iban":"FR1420041010050500013M02606"}]""", mapped.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_nothing_fits_is_left_to_be_filled_in_and_told()
    {
        var input = await File("prices.jsonl", "{ \"colour\": \"red\" }\n{ \"colour\": \"blue\" }\n");
        var outcome = await Cli.Run(Ct, "suggest", "--input", input, "--target", "tax-code");
        Assert.Equal(1, outcome.ExitCode);
        Assert.Contains("Nothing of the source fits Rate, percent", outcome.Error, StringComparison.Ordinal);
        var mapping = await File("mapping.json", outcome.Out);
        var mapped = await Cli.Run(Ct, "map", "--mapping", mapping, "--input", input);
        Assert.Equal((1, ""), (mapped.ExitCode, mapped.Out));
        Assert.Contains("record 2: /rate:", mapped.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[]", "invoice", "holds no records")]
    [InlineData("[1]", "invoice", "Record 1 of")]
    [InlineData("{ \"a\": 1 }\n{ \"a\": }", "invoice", "is not JSON at line 2")]
    [InlineData("[{ \"a\": ]", "invoice", "is not JSON at line 1")]
    [InlineData("[{ \"a\": 1 }]", "invoices", "There is no model 'invoices'. There are: account,")]
    public async Task What_can_not_be_is_told_in_one_line(string records, string target, string message)
    {
        var outcome = await Cli.Run(Ct, "suggest", "--input", await File("records.json", records), "--target", target);
        Assert.Equal((1, ""), (outcome.ExitCode, outcome.Out));
        Assert.Contains(message, outcome.Error, StringComparison.Ordinal);
        Assert.Single(outcome.Error.TrimEnd().Split('\n'));
    }

    private async Task<string> File(string name, string content)
    {
        var path = _folder.File(name);
        await System.IO.File.WriteAllTextAsync(path, content, Ct);
        return path;
    }
}
