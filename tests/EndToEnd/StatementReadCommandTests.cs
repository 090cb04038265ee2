using System.Text.Json.Nodes;
using IntegrationFunctions.Tests.Support;

namespace IntegrationFunctions.Tests.EndToEnd;

public sealed class StatementReadCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("binary")]
    [InlineData("cut")]
    [InlineData("an external entity")]
    public async Task A_file_that_is_no_statement_is_one_line_and_exit_code_1(string name)
    {
        var (code, content) = BadFiles.All[name];
        var path = _folder.File("statement.xml");
        await File.WriteAllBytesAsync(path, content, Ct);

        var outcome = await Cli.Run(Ct, "statement", "read", path, "--json");

        Assert.Equal(1, outcome.ExitCode);
        Assert.StartsWith($"{code}: ", OneLine(outcome.Error));
        var error = JsonNode.Parse(outcome.Out)!["error"]!;
        Assert.Equal(code, error["code"]!.GetValue<string>());
        Assert.Equal(OneLine(outcome.Error), $"{code}: {error["message"]!.GetValue<string>()}");
        Assert.DoesNotContain("line 0", outcome.Error);
        Assert.DoesNotContain("root:", outcome.Error);
    }

    [Fact]
    public async Task Without_json_a_refusal_leaves_the_standard_output_empty()
    {
        var path = _folder.File("statement.xml");
        await File.WriteAllTextAsync(path, "no statement", Ct);

        var outcome = await Cli.Run(Ct, "statement", "read", path);

        Assert.Equal((1, ""), (outcome.ExitCode, outcome.Out));
        Assert.StartsWith("not-xml: ", OneLine(outcome.Error));
    }

    [Fact]
    public async Task Two_gigabytes_are_refused_without_being_read()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "A sparse file needs a system call of its own there.");
        var path = _folder.File("large.xml");
        await using (var file = File.Create(path))
        {
            file.SetLength(2L << 30);
        }

        // With 64 MB of heap, reading it in would fail.
        var outcome = await Cli.RunWith(Ct, [("DOTNET_GCHeapHardLimit", "0x4000000")], "statement", "read", path);

        Assert.Equal((1, ""), (outcome.ExitCode, outcome.Out));
        Assert.StartsWith("too-large: ", OneLine(outcome.Error));
        Assert.Contains("2,147,483,648", outcome.Error);
    }

    [Fact]
    public async Task A_name_that_is_no_file_is_wrong_use()
    {
        foreach (var name in new[] { _folder.Path, _folder.File("missing.xml"), "" })
        {
            var outcome = await Cli.Run(Ct, "statement", "read", name);

            Assert.Equal((2, ""), (outcome.ExitCode, outcome.Out));
            Assert.StartsWith("no-file: ", OneLine(outcome.Error));
        }
    }

    [Fact]
    public async Task A_file_without_permission_is_named()
    {
        FileModes.SkipWithout();
        var path = _folder.File("secret.xml");
        await File.WriteAllTextAsync(path, BadFiles.Statement("101.00"), Ct);
        FileModes.Set(path, UnixFileMode.None);
        Assert.SkipWhen(Environment.UserName == "root", "Root reads everything.");

        var outcome = await Cli.Run(Ct, "statement", "read", path);

        Assert.NotEqual(0, outcome.ExitCode);
        Assert.StartsWith("unreadable-file: ", OneLine(outcome.Error));
        Assert.Contains(path, outcome.Error);
    }

    [Fact]
    public async Task A_row_of_a_statement_is_one_line_where_nothing_limits_the_width()
    {
        var path = _folder.File("statement.xml");
        await File.WriteAllTextAsync(path, BadFiles.Statement("105.82"), Ct);

        var outcome = await Cli.Run(Ct, "statement", "read", path);

        Assert.Equal((0, ""), (outcome.ExitCode, outcome.Error));
        Assert.Matches(@"2026-01-01 .*OPBD .*Opening balance .*100\.00 .*EUR", outcome.Out);
        Assert.Matches("warning balance-mismatch .*101.00.*105.82", outcome.Out);
    }

    private static string OneLine(string error) => Assert.Single(error.TrimEnd().Split('\n'));
}
