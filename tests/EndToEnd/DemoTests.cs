using System.Text.Json;
using System.Text.Json.Nodes;
using IntegrationFunctions.Functions.Host;
using IntegrationFunctions.Functions.Queues;
using IntegrationFunctions.Tests.Support;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace IntegrationFunctions.Tests.EndToEnd;

/// <summary>The main job as a user runs it, and what the folder that it leaves behind tells.</summary>
public sealed class DemoTests(DemoTests.Finished demo) : IClassFixture<DemoTests.Finished>
{
    private const int Records = 200;

    [Fact]
    public void It_ends_with_every_proof_holding_and_says_so_as_json()
    {
        var result = demo.First;

        Assert.Equal(Records, result["recordsSynced"]!.GetValue<long>());
        Assert.True(result["completeness"]!["ties"]!.GetValue<bool>());
        Assert.True(result["statement"]!["reconciled"]!.GetValue<int>() > 0);
        Assert.True(
            result["statement"]!["lines"]!.GetValue<int>() >= result["statement"]!["reconciled"]!.GetValue<int>()
        );
        Assert.StartsWith("pay_", result["payment"]!["id"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Equal("ACSC", result["payment"]!["status"]!.GetValue<string>());
        Assert.True(result["payment"]!["messageValid"]!.GetValue<bool>());
        Assert.NotEmpty(result["payment"]!["erpDocument"]!.GetValue<string>());
        Assert.True(result["proofsHold"]!.GetValue<bool>());
        Assert.True(result["durationMs"]!.GetValue<long>() > 0);
        Assert.All(result["proofs"]!.AsArray(), proof => Assert.True(proof!["holds"]!.GetValue<bool>()));
    }

    [Fact]
    public void The_same_command_over_the_same_folder_does_nothing_twice()
    {
        Assert.True(demo.Second["proofsHold"]!.GetValue<bool>());
        Assert.Equal(demo.First["payment"]!.ToJsonString(), demo.Second["payment"]!.ToJsonString());
        Assert.Equal(demo.First["statement"]!.ToJsonString(), demo.Second["statement"]!.ToJsonString());
        Assert.Equal(demo.First["completeness"]!.ToJsonString(), demo.Second["completeness"]!.ToJsonString());
    }

    [Fact]
    public void No_password_and_no_token_is_in_the_database()
    {
        var bytes = File.ReadAllText(Path.Combine(demo.Folder, "platform.db"), System.Text.Encoding.Latin1);

        Assert.DoesNotContain("sandbox-bank-token", bytes, StringComparison.Ordinal);
        Assert.DoesNotContain("\"password\":\"sandbox\"", bytes, StringComparison.Ordinal);
        // A hint of four characters is kept, to tell keys apart.
        Assert.DoesNotMatch("ifk_test_[A-Za-z0-9]{5}", bytes);
    }

    [Fact]
    public void The_code_declares_every_collection_group()
    {
        var declared = Composition.Catalogue().Groups.Select(group => group.Name).ToArray();

        Assert.Empty(Groups().Except(declared));
        // And none that the code doesn't write to.
        var code = string.Concat(
            Directory
                .EnumerateFiles(Repository.File("shared"), "*.cs", SearchOption.AllDirectories)
                .Concat(Directory.EnumerateFiles(Repository.File("functions"), "*.cs", SearchOption.AllDirectories))
                .Select(File.ReadAllText)
        );
        Assert.All(declared, group => Assert.Matches($"[\"/]{group}[\"/]", code));
    }

    [Fact]
    public void The_templates_know_every_queue()
    {
        var folder = Directory.CreateTempSubdirectory("queues-").FullName;
        try
        {
            using var app = (IDisposable)PlatformHost.Build(new PlatformOptions(folder, Port: 0));
            var triggers = ((Microsoft.AspNetCore.Builder.WebApplication)app).Services.GetServices<IQueueTrigger>();

            Assert.Equal(QueueDeclarations.All.Select(q => q.Name).Order(), triggers.Select(t => t.Queue).Order());
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static string[] Declared(string file) =>
        JsonSerializer.Deserialize<string[]>(File.ReadAllText(Repository.File("infra", "bicep", file)))!;

    private List<string> Groups()
    {
        using var connection = new SqliteConnection(
            $"Data Source={Path.Combine(demo.Folder, "platform.db")};Mode=ReadOnly;Pooling=False"
        );
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT path FROM documents_collections";
        using var rows = command.ExecuteReader();
        var groups = new List<string>();
        while (rows.Read())
        {
            groups.Add(rows.GetString(0).Split('/')[^1]);
        }
        return groups;
    }

    /// <summary>A folder over which the demo ran twice.</summary>
    public sealed class Finished : IAsyncLifetime
    {
        public string Folder { get; } = Directory.CreateTempSubdirectory("demo-").FullName;

        public JsonNode First { get; private set; } = null!;

        public JsonNode Second { get; private set; } = null!;

        public async ValueTask InitializeAsync()
        {
            First = await Run();
            Second = await Run();
        }

        public ValueTask DisposeAsync()
        {
            Directory.Delete(Folder, recursive: true);
            return ValueTask.CompletedTask;
        }

        private async Task<JsonNode> Run()
        {
            var outcome = await Cli.Run(
                TestContext.Current.CancellationToken,
                "demo",
                "--json",
                "--records",
                $"{Records}",
                "--data",
                Folder
            );
            Assert.True(outcome.ExitCode == 0, $"{outcome.Out}\n{outcome.Error}");
            Assert.Empty(outcome.Error);
            return JsonNode.Parse(outcome.Out)!;
        }
    }
}
