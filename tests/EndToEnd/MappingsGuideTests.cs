using System.Text.RegularExpressions;
using IntegrationFunctions.Mapping.Jsonata;
using IntegrationFunctions.Mapping.Jsonata.Json;
using IntegrationFunctions.Tests.Support;

namespace IntegrationFunctions.Tests.EndToEnd;

public sealed partial class MappingsGuideTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_commands_do_what_the_guide_says()
    {
        Guide.NeedShell("tee");
        using var folder = new TemporaryFolder();
        var (exitCode, output) = await Guide.Run(string.Concat((await Guide.Read("mappings.md")).Blocks), folder.Path);
        Assert.True(exitCode == 0, output);
        Assert.Contains("\"amount\":\"1204.50\"", output, StringComparison.Ordinal);
        Assert.Contains(
            "{\"description\":\"Hose, 5 m\",\"quantity\":\"3\",\"netAmount\":\"204.50\"}",
            output,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "\"valueMap\":{\"name\":\"kinds\",\"from\":\"DR\",\"to\":\"receivable\"",
            output,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "{\"Belnr\":\"1900000042\",\"Art\":\"DR\",\"Betrag\":1204.50,\"Budat\":\"20260131\"}",
            output,
            StringComparison.Ordinal
        );
        Assert.Contains("1204.499998", output, StringComparison.Ordinal);
        // The suggested mapping, without a word of help, makes the same invoice.
        Assert.Contains(
            "\"issuedOn\":\"2026-01-31\",\"dueOn\":\"2026-03-02\",\"lines\":[{\"description\":\"Pump\",\"quantity\":\"2\",\"unitPrice\":\"500.00\",\"netAmount\":\"1000.00\"}",
            output,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Each_expression_of_the_cookbook_gives_what_stands_below_it()
    {
        var page = await File.ReadAllTextAsync(Repository.File("docs", "guides", "mappings.md"), Ct);
        var input = JsonText.Read(Input().Match(page).Groups[1].Value);
        var snippets = Snippet().Matches(page);
        Assert.InRange(snippets.Count, 15, int.MaxValue);
        Assert.Equal(Regex.Count(page, "^```jsonata$", RegexOptions.Multiline), snippets.Count);
        foreach (Match snippet in snippets)
        {
            var value = JsonataExpression.Compile(snippet.Groups[1].Value).Evaluate(input);
            Assert.Equal(JsonText.Write(JsonText.Read(snippet.Groups[2].Value)), JsonText.Write(value));
        }
    }

    [GeneratedRegex("^```json input\n(.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Input();

    [GeneratedRegex("^```jsonata\n(.*?)^```\n\n```json\n(.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Snippet();
}
