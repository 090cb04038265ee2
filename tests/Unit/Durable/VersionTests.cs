using IntegrationFunctions.Durable;
using IntegrationFunctions.Durable.Executor;
using IntegrationFunctions.Durable.History;
using Microsoft.Extensions.DependencyInjection;

namespace IntegrationFunctions.Tests.Unit.Durable;

public sealed class VersionTests
{
    [Fact]
    public void An_instance_runs_the_code_of_the_version_that_it_was_started_with()
    {
        var registry = new DurableTaskRegistry().AddOrchestrator<Unversioned>().AddOrchestrator<Second>();

        Assert.Equal("\"none of \"", Start(registry, null).Completion!.Result);
        Assert.Equal("\"none of \"", Start(registry, "").Completion!.Result);
        Assert.Equal("\"second of 2\"", Start(registry, "2").Completion!.Result);
        Assert.Equal("\"second of 2.0\"", Start(registry, "2.0").Completion!.Result);
        Assert.Equal(["", "2"], registry.VersionsOf("Flow"));
    }

    [Fact]
    public void A_type_may_stand_for_several_versions_but_a_version_is_there_once()
    {
        var registry = new DurableTaskRegistry().AddOrchestrator<Second>("1.10").AddOrchestrator<Second>("1.9");

        Assert.Equal(["1.9", "1.10"], registry.VersionsOf("flow"));
        var e = Assert.Throws<ArgumentException>(() => registry.AddOrchestrator<Second>("1.9"));
        Assert.Contains("'Flow' of version '1.9' already", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Where_nothing_has_a_version_any_version_runs_what_there_is()
    {
        var registry = new DurableTaskRegistry().AddOrchestrator<Unversioned>();

        Assert.Equal("\"none of 7\"", Start(registry, "7").Completion!.Result);
    }

    [Fact]
    public void A_start_without_a_version_is_given_the_default_or_else_the_newest()
    {
        var registry = new DurableTaskRegistry()
            .AddOrchestrator<Unversioned>()
            .AddOrchestrator<Second>("1.9")
            .AddOrchestrator<Second>("1.10")
            .AddOrchestratorFunc<string, string>("Plain", (_, _) => Task.FromResult(""));

        Assert.Equal("1.10", registry.VersionForStart("Flow"));
        Assert.Equal("3", registry.VersionForStart("Flow", "3"));
        Assert.Equal("", registry.VersionForStart("Flow", ""));
        Assert.Null(registry.VersionForStart("Plain"));
        Assert.Null(registry.VersionForStart("Unknown"));
        registry.UseVersioning(new VersioningOptions(DefaultVersion: "1.9"));
        Assert.Equal("1.9", registry.VersionForStart("Flow"));
        registry.UseVersioning(new VersioningOptions(DefaultVersion: "4"));
        Assert.Equal("1.10", registry.VersionForStart("Flow"));
    }

    [Fact]
    public void An_instance_whose_version_is_gone_is_left_alone()
    {
        var registry = new DurableTaskRegistry().AddOrchestrator<Unversioned>().AddOrchestrator<Second>();

        var result = Start(registry, "1");

        Assert.Equal(
            "The orchestration 'Flow' has version '1'. Registered are: one without a version, '2'.",
            result.Rejection
        );
        Assert.Empty(result.Actions);
    }

    [Fact]
    public void An_instance_whose_version_is_gone_under_way_fails_by_name_where_it_is_to_fail()
    {
        var registry = new DurableTaskRegistry()
            .AddOrchestrator<Second>()
            .UseVersioning(new VersioningOptions(FailureStrategy: VersionFailureStrategy.Fail));
        HistoryEvent[] past =
        [
            new OrchestratorStarted(),
            ExecutorFixture.Started with
            {
                Version = "1",
            },
            new TaskScheduled("Step") { EventId = 0 },
            new OrchestratorCompleted(),
        ];

        var end = Executor(registry).Execute(past, [new OrchestratorStarted(), new TaskCompleted(0)]).Completion!;

        Assert.Equal(OrchestrationRuntimeStatus.Failed, end.OrchestrationStatus);
        Assert.Equal("The orchestration 'Flow' has version '1'. Registered are: '2'.", end.Result);
        Assert.Equal("VersionMismatch", end.FailureDetails!.ErrorType);
        Assert.True(end.FailureDetails.IsNonRetriable);
    }

    [Theory]
    [InlineData(VersionMatchStrategy.None, "9", true)]
    [InlineData(VersionMatchStrategy.Strict, "2", true)]
    [InlineData(VersionMatchStrategy.Strict, "2.0.0", true)]
    [InlineData(VersionMatchStrategy.Strict, "1", false)]
    [InlineData(VersionMatchStrategy.Strict, "", false)]
    [InlineData(VersionMatchStrategy.CurrentOrOlder, "2", true)]
    [InlineData(VersionMatchStrategy.CurrentOrOlder, "1.10", true)]
    [InlineData(VersionMatchStrategy.CurrentOrOlder, "", true)]
    [InlineData(VersionMatchStrategy.CurrentOrOlder, "2.0.1", false)]
    [InlineData(VersionMatchStrategy.CurrentOrOlder, "10", false)]
    public void Instances_are_sorted_out_by_the_programs_own_version(
        VersionMatchStrategy strategy,
        string version,
        bool taken
    )
    {
        var registry = new DurableTaskRegistry()
            .AddOrchestrator<Unversioned>()
            .UseVersioning(new VersioningOptions("2", MatchStrategy: strategy));

        var result = Start(registry, version);

        Assert.Equal(taken, result.Rejection is null);
        Assert.Equal(taken, result.Completion is not null);
    }

    [Fact]
    public void The_order_of_versions_is_that_of_numbers_and_else_of_text()
    {
        string[] ordered = ["", "1", "1.2", "1.10", "2.0.0.1", "10"];

        Assert.Equal(ordered, ordered.Reverse().Order(VersionOrder.Instance));
        Assert.Equal(0, VersionOrder.Instance.Compare("2", "2.0.0"));
        Assert.Equal(VersionOrder.Instance.GetHashCode("2"), VersionOrder.Instance.GetHashCode("2.0.0"));
        Assert.Equal(0, VersionOrder.Instance.Compare("Blue", "blue"));
        Assert.True(VersionOrder.Instance.Compare("blue", "green") < 0);
    }

    [Theory]
    [InlineData("2", null, "2")]
    [InlineData("2", "1", "1")]
    [InlineData("2", "", "")]
    [InlineData("7", null, "3")]
    [InlineData("", null, "3")]
    public void A_sub_orchestration_has_the_version_asked_for_else_the_parents_else_the_default(
        string parent,
        string? asked,
        string expected
    )
    {
        var registry = new DurableTaskRegistry()
            .AddOrchestratorFunc<string, string>(
                "Flow",
                (context, _) => context.CallSubOrchestratorAsync<string>("Sub", null, new TaskOptions(Version: asked))
            )
            .AddOrchestratorFunc<string, string>("Sub", (_, _) => Task.FromResult(""), "1")
            .AddOrchestratorFunc<string, string>("Sub", (_, _) => Task.FromResult(""), "2")
            .AddOrchestratorFunc<string, string>("Sub", (_, _) => Task.FromResult(""), "3");

        var action = Assert.IsType<CreateSubOrchestrationAction>(Assert.Single(Start(registry, parent).Actions));

        Assert.Equal(expected, action.Version);
    }

    [Fact]
    public void What_users_may_do_is_said_by_the_version_and_is_nothing_where_nothing_is_said()
    {
        var registry = new DurableTaskRegistry().AddOrchestrator<Unversioned>().AddOrchestrator<Second>();

        Assert.True(registry.SteeringOf("Flow", "2").Allows("GO"));
        Assert.Equal(RestartRule.AnyId, registry.SteeringOf("Flow", "2").Restart);
        Assert.All(
            [registry.SteeringOf("Flow"), registry.SteeringOf("Flow", "9"), registry.SteeringOf("Unknown")],
            rules => Assert.Equal((false, RestartRule.Refused), (rules.Allows("go"), rules.Restart))
        );
    }

    private static OrchestrationExecutor Executor(DurableTaskRegistry registry) =>
        new(registry, new ServiceCollection().BuildServiceProvider());

    private static ExecutionResult Start(DurableTaskRegistry registry, string? version) =>
        Executor(registry).Execute([], [new OrchestratorStarted(), ExecutorFixture.Started with { Version = version }]);

    [DurableTask("Flow")]
    private sealed class Unversioned : TaskOrchestrator<string, string>
    {
        public override Task<string> RunAsync(TaskOrchestrationContext context, string input) =>
            Task.FromResult($"none of {context.Version}");
    }

    [DurableTask("Flow", Version = "2")]
    [UserSteering(Events = ["go"], Restart = RestartRule.AnyId)]
    private sealed class Second : TaskOrchestrator<string, string>
    {
        public override Task<string> RunAsync(TaskOrchestrationContext context, string input) =>
            Task.FromResult($"second of {context.Version}");
    }
}
