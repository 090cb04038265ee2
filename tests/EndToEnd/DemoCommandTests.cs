using System.Text.Json.Nodes;
using IntegrationFunctions.Tests.Support;

namespace IntegrationFunctions.Tests.EndToEnd;

public sealed class DemoCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("9")]
    [InlineData("abc")]
    [InlineData(null)]
    public async Task A_wrong_number_of_records_is_wrong_use(string? records)
    {
        var outcome = await Cli.Run(Ct, records is null ? ["demo", "--records"] : ["demo", "--records", records]);

        Assert.Equal((2, ""), (outcome.ExitCode, outcome.Out));
        Assert.Contains("--records", OneLine(outcome.Error));
        Assert.Contains(records ?? "", outcome.Error);
    }

    [Fact]
    public async Task A_bad_statement_is_refused_before_anything_is_made()
    {
        var path = _folder.File("statement.xml");
        await File.WriteAllBytesAsync(path, BadFiles.All["cut"].Content, Ct);
        await ExpectRefusal(path, "can't be used");
    }

    [Fact]
    public async Task A_statement_that_can_not_be_opened_is_refused_before_anything_is_made()
    {
        await ExpectRefusal(_folder.File("missing.xml"), "There is no statement file");
        if (!OperatingSystem.IsWindows())
        {
            var large = _folder.File("large.xml");
            await using (var file = File.Create(large))
            {
                file.SetLength(2L << 30);
            }
            await ExpectRefusal(large, "2,147,483,648 bytes");
        }
    }

    [Theory]
    [InlineData("a file", "can't be created")]
    [InlineData("no database", "is not a database of this platform")]
    [InlineData("", "is empty")]
    public async Task A_data_folder_that_is_none_is_one_line(string kind, string message)
    {
        var data = kind.Length == 0 ? "" : _folder.File("data");
        if (kind == "a file")
        {
            await File.WriteAllTextAsync(data, "x", Ct);
        }
        else if (kind == "no database")
        {
            Directory.CreateDirectory(data);
            await File.WriteAllTextAsync(Path.Combine(data, "platform.db"), new string('x', 5000), Ct);
        }

        Refused(await Cli.Run(Ct, "demo", "--json", "--data", data), message);
    }

    [Fact]
    public async Task A_statement_whose_balances_do_not_tie_fails_the_proof_and_spoils_nothing()
    {
        var (data, path) = (_folder.File("data"), _folder.File("statement.xml"));
        await File.WriteAllTextAsync(path, BadFiles.Statement("105.82"), Ct);

        var failed = await Cli.Run(Ct, ["demo", "--json", "--records", "10", "--data", data, "--statement", path]);
        var good = await Cli.Run(Ct, "demo", "--json", "--records", "10", "--data", data);

        Assert.Equal(1, failed.ExitCode);
        Assert.Equal(
            "Not proven: opening balance + entries = closing balance (101.00 and 105.82 EUR: 4.82 apart)",
            OneLine(failed.Error)
        );
        Assert.False(JsonNode.Parse(failed.Out)!["proofsHold"]!.GetValue<bool>());
        Assert.Equal((0, ""), (good.ExitCode, good.Error));
        Assert.True(JsonNode.Parse(good.Out)!["proofsHold"]!.GetValue<bool>());
    }

    [Fact]
    public async Task Ctrl_C_ends_it_and_says_how_to_go_on()
    {
        Signals.SkipWithout();
        using var demo = Cli.Start("demo", "--records", "20000", "--data", _folder.File("data"));
        // From here on it has begun; 20,000 records take far longer than the signal.
        while (await demo.StandardOutput.ReadLineAsync(Ct) is { } line && !line.Contains("Synchronise")) { }

        try
        {
            var (exitCode, error) = await Signals.End(demo, "INT");

            Assert.Equal(
                (1, "Interrupted. With the same --data, the demo goes on from here."),
                (exitCode, OneLine(error))
            );
        }
        finally
        {
            demo.Kill();
        }
    }

    private async Task ExpectRefusal(string statement, string message)
    {
        var data = _folder.File("data");

        Refused(await Cli.Run(Ct, "demo", "--json", "--data", data, "--statement", statement), message);

        Assert.False(Directory.Exists(data));
    }

    private static void Refused(Cli.Outcome outcome, string message)
    {
        Assert.Equal(1, outcome.ExitCode);
        Assert.Contains(message, OneLine(outcome.Error));
        var answer = JsonNode.Parse(outcome.Out)!;
        Assert.False(answer["proofsHold"]!.GetValue<bool>());
        Assert.Equal(OneLine(outcome.Error), answer["error"]!.GetValue<string>());
    }

    private static string OneLine(string error) => Assert.Single(error.TrimEnd().Split('\n'));
}
