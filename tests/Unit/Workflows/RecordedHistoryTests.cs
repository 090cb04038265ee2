using IntegrationFunctions.Durable;
using IntegrationFunctions.Durable.Executor;
using IntegrationFunctions.Durable.History;
using IntegrationFunctions.Durable.Replay;
using IntegrationFunctions.Functions.Cli;
using IntegrationFunctions.Functions.Host;
using IntegrationFunctions.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace IntegrationFunctions.Tests.Unit.Workflows;

/// <summary>The product's workflows against the histories that are kept in tests/replay; see the README there.</summary>
public sealed class RecordedHistoryTests
{
    /// <summary>Set to anything, it lets each run write its history to tests/replay.</summary>
    private const string Record = "RECORD_HISTORIES";

    private static readonly DurableTaskRegistry Product = Composition.AddWorkflows(new DurableTaskRegistry());

    private static string Folder => Repository.File("tests", "replay");

    public static TheoryData<string> Names => [.. Recordings.All.Keys];

    public static TheoryData<string> Bad =>
        [
            .. Directory
                .GetFiles(Repository.File("tests", "replay", "known-bad"), "*.json")
                .Select(file => Path.GetFileName(file)),
        ];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task What_the_product_does_replays(string name)
    {
        var history = await Recordings.All[name]();

        var json = history.ToJson();
        if (Environment.GetEnvironmentVariable(Record) is { Length: > 0 })
        {
            await File.WriteAllBytesAsync(
                Path.Combine(Folder, $"{name}.json"),
                json,
                TestContext.Current.CancellationToken
            );
        }
        var executor = new OrchestrationExecutor(Product, new ServiceCollection().BuildServiceProvider());
        Assert.Null(HistoryReplay.Run(executor, HistoryReader.Read(json)));
    }

    [Fact]
    public void Every_history_that_is_kept_replays_on_the_present_code()
    {
        var replay = new ReplayFile(Product);
        var outcomes = Directory.GetFiles(Folder, "*.json").Select(replay.Run).ToList();

        Assert.All(outcomes, outcome => Assert.True(outcome.Ok, outcome.ToLine()));
        Assert.Equal(
            Recordings.All.Keys.Order(),
            outcomes.Select(outcome => Path.GetFileNameWithoutExtension(outcome.File)).Order()
        );
    }

    [Theory]
    [MemberData(nameof(Bad))]
    public void A_history_that_is_known_as_bad_is_refused(string file)
    {
        var outcome = new ReplayFile(Product).Run(Path.Combine(Folder, "known-bad", file));

        Assert.False(outcome.Ok, outcome.ToLine());
    }

    [Fact]
    public void Every_version_of_every_orchestrator_has_a_history_of_its_own_that_came_to_an_end()
    {
        var kept = Directory
            .GetFiles(Folder, "*.json")
            .Select(file => HistoryReader.Read(File.ReadAllBytes(file)))
            .Where(history => history.History.OfType<ExecutionCompleted>().Any())
            .Select(history => (history.Instance.Name, history.Instance.Version ?? ""))
            .ToHashSet();
        var registered = Product.Orchestrators.SelectMany(o => Product.VersionsOf(o).Select(v => (o.Name, v)));

        Assert.All(
            registered,
            version =>
                Assert.True(kept.Contains(version), $"{version} has no history in tests/replay; its README says how.")
        );
    }
}
