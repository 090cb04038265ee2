using System.CommandLine;
using System.Text.Json;
using IntegrationFunctions.Functions.Cli;

namespace IntegrationFunctions.Tests.Unit.Banking.Iso20022;

public sealed class StatementReadCommandTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("statement-read-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static (int ExitCode, string Output, string Error) Run(params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var root = new RootCommand { StatementReadCommand.Create() };
        var exitCode = root.Parse(["statement", "read", .. arguments])
            .Invoke(new InvocationConfiguration { Output = output, Error = error });
        return (exitCode, output.ToString(), error.ToString());
    }

    private string File(string content)
    {
        var path = Path.Combine(_folder, "statement.xml");
        System.IO.File.WriteAllText(path, content);
        return path;
    }

    [Fact]
    public void Json_holds_the_whole_statement_with_amounts_as_strings()
    {
        var (exitCode, output, error) = Run(File(CamtFixture.Whole), "--json");

        Assert.Equal((0, ""), (exitCode, error));
        using var json = JsonDocument.Parse(output);
        var statement = json.RootElement.GetProperty("statements")[0];
        Assert.Equal("camt.053.001.08", json.RootElement.GetProperty("format").GetString());
        Assert.Equal("DE89370400440532013000", statement.GetProperty("account").GetProperty("iban").GetString());
        Assert.Equal("100.00", statement.GetProperty("opening").GetProperty("amount").GetString());
        var entry = statement.GetProperty("entries")[0];
        Assert.Equal(
            ("12.50", "credit"),
            (entry.GetProperty("amount").GetString(), entry.GetProperty("direction").GetString())
        );
        Assert.Equal("2026-01-02", entry.GetProperty("bookedOn").GetString());
        var detail = entry.GetProperty("details")[0];
        Assert.Equal("Payer & Sons", detail.GetProperty("counterparty").GetProperty("name").GetString());
        Assert.Equal("Invoice 1", detail.GetProperty("remittance")[0].GetString());
        Assert.Equal(JsonValueKind.Null, detail.GetProperty("returnReason").ValueKind);
        Assert.Empty(json.RootElement.GetProperty("deviations").EnumerateArray());
    }

    [Fact]
    public void People_get_a_table_and_warnings()
    {
        var (exitCode, output, _) = Run(File(CamtFixture.Whole.Replace("112.50", "112.51", StringComparison.Ordinal)));

        Assert.Equal(0, exitCode);
        Assert.Contains("DE89370400440532013000", output, StringComparison.Ordinal);
        Assert.Contains("12.50", output, StringComparison.Ordinal);
        Assert.Contains("balance-mismatch", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Brackets_in_bank_texts_are_no_markup()
    {
        var (exitCode, output, _) = Run(
            File(CamtFixture.Whole.Replace("Holder", "[bold]Holder[/x]", StringComparison.Ordinal))
        );
        Assert.Equal(0, exitCode);
        Assert.Contains("[bold]Holder[/x]", output, StringComparison.Ordinal);
    }

    [Fact]
    public void An_unreadable_file_is_one_line_and_exit_code_1()
    {
        var (exitCode, output, error) = Run(File("hello"), "--json");

        Assert.Equal(1, exitCode);
        Assert.StartsWith("not-xml: ", error, StringComparison.Ordinal);
        Assert.Single(error.TrimEnd().Split('\n'));
        Assert.Equal(
            "not-xml",
            JsonDocument.Parse(output).RootElement.GetProperty("error").GetProperty("code").GetString()
        );
    }

    [Fact]
    public void A_file_that_is_not_there_is_wrong_use()
    {
        var (exitCode, output, error) = Run(Path.Combine(_folder, "none.xml"));
        Assert.Equal((2, ""), (exitCode, output));
        Assert.Contains("none.xml", error, StringComparison.Ordinal);
        Assert.Equal(2, Run(_folder).ExitCode);
    }
}
