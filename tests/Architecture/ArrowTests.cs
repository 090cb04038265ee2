using ArchUnitNET.Domain;
using ArchUnitNET.Loader;
using ArchUnitNET.xUnitV3;
using static ArchUnitNET.Fluent.ArchRuleDefinition;

namespace IntegrationFunctions.Tests.Architecture;

/// <summary>Arrows run one way: functions -> durable -> shared; within shared, Platform is the ground floor.</summary>
public sealed class ArrowTests
{
    private static readonly System.Reflection.Assembly Shared = typeof(Platform.Identifiers).Assembly;
    private static readonly System.Reflection.Assembly Model = typeof(Durable.TaskName).Assembly;
    private static readonly System.Reflection.Assembly Workflows = typeof(Workflows.Sync.SyncIntegration).Assembly;
    private static readonly System.Reflection.Assembly Activities = typeof(Activities.Sync.SyncPage).Assembly;
    private static readonly System.Reflection.Assembly Functions = typeof(Functions.Http.Problems).Assembly;
    private static readonly System.Reflection.Assembly Sandbox = System.Reflection.Assembly.Load(
        "IntegrationFunctions.Sandbox"
    );

    private static readonly ArchUnitNET.Domain.Architecture House = new ArchLoader()
        .LoadAssemblies(Shared, Model, Workflows, Activities, Functions, Sandbox)
        .Build();

    [Fact]
    public void Orchestrators_see_the_orchestration_model_and_the_base_library_alone() =>
        Assert.All(
            Workflows.GetReferencedAssemblies(),
            reference =>
                Assert.True(
                    reference.Name
                        is "IntegrationFunctions.Durable.Model"
                            or "System.Runtime"
                            or "System.Collections"
                            or "System.Linq"
                            or "System.Threading"
                            or "System.Memory"
                            or "Microsoft.Extensions.Logging.Abstractions",
                    $"durable/Workflows references {reference.Name}"
                )
        );

    [Fact]
    public void The_orchestration_model_knows_nothing_of_the_product() => DoesNotReferenceUs(Model);

    [Fact]
    public void The_pass_through_to_Durable_Functions_knows_the_orchestration_model_alone() =>
        Assert.Equal(
            ["IntegrationFunctions.Durable.Model"],
            typeof(Durable.PassThrough.OrchestratorFunction)
                .Assembly.GetReferencedAssemblies()
                .Select(name => name.Name!)
                .Where(name => name.StartsWith("IntegrationFunctions", StringComparison.Ordinal))
        );

    [Fact]
    public void Shared_knows_neither_durable_nor_functions() => DoesNotReferenceUs(Shared);

    [Fact]
    public void Virtual_systems_use_none_of_our_codecs() => DoesNotReferenceUs(Sandbox);

    [Fact]
    public void Activities_do_not_see_the_host() =>
        Assert.DoesNotContain(Activities.GetReferencedAssemblies(), name => name.Name == Functions.GetName().Name);

    [Theory]
    [InlineData("Platform", "Mapping")]
    [InlineData("Platform", "Connectors")]
    [InlineData("Platform", "Identity")]
    [InlineData("Platform", "Banking")]
    [InlineData("Mapping", "Connectors")]
    [InlineData("Mapping", "Banking")]
    [InlineData("Mapping", "Identity")]
    [InlineData("Identity", "Connectors")]
    [InlineData("Identity", "Banking")]
    [InlineData("Identity", "Mapping")]
    [InlineData("Connectors", "Banking")]
    [InlineData("Connectors", "Identity")]
    public void Within_shared_the_arrow_is_forbidden(string from, string to) =>
        Types()
            .That()
            .ResideInNamespaceMatching($@"^IntegrationFunctions\.{from}(\.|$)")
            .Should()
            .NotDependOnAny(Types().That().ResideInNamespaceMatching($@"^IntegrationFunctions\.{to}(\.|$)"))
            .WithoutRequiringPositiveResults()
            .Check(House);

    [Fact]
    public void Banking_knows_of_identity_only_who_calls() =>
        Types()
            .That()
            .ResideInNamespaceMatching(@"^IntegrationFunctions\.Banking(\.|$)")
            .Should()
            .NotDependOnAny(
                Types()
                    .That()
                    .ResideInNamespaceMatching(@"^IntegrationFunctions\.Identity(\.|$)")
                    .And()
                    .DoNotHaveName("Caller")
                    .And()
                    .DoNotHaveName("Role")
            )
            .Check(House);

    [Fact]
    public void Banking_knows_connectors_by_their_contracts_only() =>
        Types()
            .That()
            .ResideInNamespaceMatching(@"^IntegrationFunctions\.Banking(\.|$)")
            .Should()
            .NotDependOnAny(Types().That().ResideInNamespaceMatching(@"^IntegrationFunctions\.Connectors\.Sap"))
            .WithoutRequiringPositiveResults()
            .Check(House);

    private static void DoesNotReferenceUs(System.Reflection.Assembly assembly) =>
        Assert.DoesNotContain(
            assembly.GetReferencedAssemblies(),
            name => name.Name!.StartsWith("IntegrationFunctions", StringComparison.Ordinal)
        );
}
