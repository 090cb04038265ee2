using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using IntegrationFunctions.Activities.Mapping;
using IntegrationFunctions.Activities.Payments;
using IntegrationFunctions.Activities.Reconciliation;
using IntegrationFunctions.Activities.Sync;
using IntegrationFunctions.Durable;
using IntegrationFunctions.Durable.PassThrough;
using IntegrationFunctions.Functions.Host;
using IntegrationFunctions.Functions.Host.CustomHandler;
using IntegrationFunctions.Functions.Queues;
using IntegrationFunctions.Platform.Documents.Cosmos;
using IntegrationFunctions.Tests.Support;
using IntegrationFunctions.Tests.Support.FunctionsHost;

namespace IntegrationFunctions.Tests.Unit.Host;

/// <summary>What is deployed beside the executable: made from the functions, the same each time, and what the host documents.</summary>
public sealed partial class FunctionsFolderTests : IDisposable
{
    private static readonly Dictionary<string, string[]> Settings = new()
    {
        ["timerTrigger"] = ["schedule"],
        ["serviceBusTrigger"] = ["queueName", "connection"],
        ["queueTrigger"] = ["queueName", "connection"],
        ["cosmosDBTrigger"] = ["connection", "databaseName", "containerName", "leaseContainerName"],
        ["httpTrigger"] = ["authLevel", "methods", "route"],
        ["warmupTrigger"] = [],
        ["orchestrationTrigger"] = [],
        ["activityTrigger"] = [],
        ["durableClient"] = [],
        ["http"] = [],
    };

    private readonly TemporaryFolder _folder = new();

    private string Target => _folder.File("deployed");

    [Fact]
    public void The_same_functions_give_the_same_bytes()
    {
        FunctionsFolder.Write(Target, Composition.Functions());
        FunctionsFolder.Write(_folder.File("again"), Composition.Functions());

        var first = Files(Target);
        Assert.Equal(first, Files(_folder.File("again")));
        // And over what is there already.
        FunctionsFolder.Write(Target, Composition.Functions());
        Assert.Equal(first, Files(Target));
        Assert.Equal(File.ReadAllText(Repository.File("host.json")), first["host.json"]);
    }

    [Theory]
    [InlineData("serviceBusTrigger")]
    [InlineData("queueTrigger")]
    public void Every_file_is_what_the_host_documents(string queues)
    {
        FunctionsFolder.Write(
            Target,
            Composition.Functions(queues == "queueTrigger" ? QueueHome.Storage : QueueHome.ServiceBus)
        );

        var functions = HostFunction.ReadAll(Target);
        Assert.All(functions, Check);
        Assert.Equal(
            QueueDeclarations.All.Select(queue => queue.Name),
            functions
                .Where(f => f.TriggerType == queues)
                .Select(f => HostFunction.Text(f.Trigger, "queueName"))
                .Order(StringComparer.Ordinal)
        );
    }

    [Fact]
    public void The_queues_of_the_templates_are_those_that_are_declared() =>
        // Mend it by: dotnet run --project functions -- functions queues > infra/bicep/queues.json
        Assert.Equal(QueueDeclarations.ToJson(), File.ReadAllText(Repository.File("infra/bicep/queues.json")));

    [Fact]
    public void The_containers_of_the_templates_are_those_that_are_declared() =>
        // Mend it by: dotnet run --project functions -- functions containers > infra/bicep/containers.json
        Assert.Equal(
            CosmosTemplate.Containers(Composition.Catalogue()),
            File.ReadAllText(Repository.File("infra/bicep/containers.json"))
        );

    [Fact]
    public void Every_orchestrator_and_every_activity_is_a_function()
    {
        var workflows = new DurableTaskRegistry()
            .RegisterSync()
            .RegisterPayments()
            .RegisterReconciliation()
            .RegisterMapping();
        var functions = Composition.Functions().Functions;

        Assert.Equal(
            workflows.Orchestrators.Select(name => name.Name).Append(DurableWatchdog.ClaimName).Order(),
            functions.Where(f => f.Trigger.Type == "orchestrationTrigger").Select(f => f.Name).Order()
        );
        Assert.Equal(
            workflows.Activities.Select(name => name.Name).Order(),
            functions.Where(f => f.Trigger.Type == "activityTrigger").Select(f => f.Name).Order()
        );
        // The host decodes what looks like base64 where $return is declared.
        Assert.DoesNotContain(functions, f => f.Bindings.Any(b => b.Name == "$return"));
    }

    [Fact]
    public void Reading_is_forwarded_from_everywhere_and_writing_to_few_places()
    {
        var forwarded = Composition
            .Functions()
            .Functions.Where(f => f.IsForwarded)
            .Select(f =>
                $"{f.Name} {f.Trigger.Settings!["route"]} {string.Join(' ', f.Trigger.Settings["methods"]?.AsArray().Select(m => (string?)m) ?? ["any"])}"
            );

        Assert.Equal(
            [
                "Api api/{*path} get head options post put patch delete",
                "Hooks hooks/{*path} post",
                "Invitations invitation post",
                "OAuth connect/{*path} post",
                "Pages {*path} get head",
                "SignIn sign-in/{*path} post",
                "SignOut sign-out post",
            ],
            forwarded.Order(StringComparer.Ordinal)
        );
    }

    [Fact]
    public void The_host_file_agrees_with_the_executable()
    {
        var host = JsonNode.Parse(FunctionsFolder.HostJson())!;

        Assert.Equal("2.0", host["version"]!.GetValue<string>());
        Assert.Equal(
            "app/integration-functions",
            host["customHandler"]!["description"]!["defaultExecutablePath"]!.GetValue<string>()
        );
        Assert.True(host["customHandler"]!["enableForwardingHttpRequest"]!.GetValue<bool>());
        // Without a prefix the API and the pages have the addresses that they have everywhere.
        Assert.Equal("", host["extensions"]!["http"]!["routePrefix"]!.GetValue<string>());
        Assert.False(host["extensions"]!["durableTask"]!["extendedSessionsEnabled"]!.GetValue<bool>());
        // At the host's limit the whole process goes, with every call that is under way.
        var limit = TimeSpan.Parse(
            host["functionTimeout"]!.GetValue<string>(),
            System.Globalization.CultureInfo.InvariantCulture
        );
        Assert.True(WorkflowFunctions.LongestActivity < limit);
        var bundle = host["extensionBundle"]!;
        Assert.Equal("Microsoft.Azure.Functions.ExtensionBundle", bundle["id"]!.GetValue<string>());
    }

    [Fact]
    public void The_templates_give_the_settings_that_the_functions_name()
    {
        var template = File.ReadAllText(Repository.File("infra", "bicep", "modules", "functionApp.bicep"));

        Assert.All(
            Composition
                .Functions()
                .Functions.Select(f => f.Trigger.Settings?["connection"]?.GetValue<string>())
                .OfType<string>()
                .Distinct(),
            connection => Assert.Contains($"'{connection}__", template)
        );
        // Else the host answers / with a page of its own.
        Assert.Contains("{ name: 'AzureWebJobsDisableHomepage', value: 'true' }", template);
    }

    [Fact]
    public void Folders_of_functions_that_are_gone_are_removed_and_the_executable_stays()
    {
        FunctionsFolder.Write(Target, Composition.Functions());
        var old = Directory.CreateDirectory(Path.Combine(Target, "OldFunction")).FullName;
        File.WriteAllText(
            Path.Combine(old, "function.json"),
            """{"generatedBy":"integration-functions","bindings":[]}"""
        );
        var app = Directory.CreateDirectory(Path.Combine(Target, "app")).FullName;
        File.WriteAllText(Path.Combine(app, "integration-functions"), "x");

        FunctionsFolder.Write(Target, Composition.Functions());

        Assert.False(Directory.Exists(old));
        Assert.True(File.Exists(Path.Combine(app, "integration-functions")));
    }

    [Theory]
    [InlineData("notes.txt", "x")]
    [InlineData("host.json", "{}")]
    [InlineData("host.json", "not json")]
    [InlineData("Mine/function.json", """{"bindings":[]}""")]
    [InlineData("Mine/function.json", "not json")]
    [InlineData("Mine/run.csx", "x")]
    public void A_folder_that_holds_other_things_is_refused_untouched(string file, string content)
    {
        FunctionsFolder.Write(Target, Composition.Functions());
        var old = Directory.CreateDirectory(Path.Combine(Target, "AaOld")).FullName;
        File.WriteAllText(
            Path.Combine(old, "function.json"),
            """{"generatedBy":"integration-functions","bindings":[]}"""
        );
        Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(Target, file))!);
        File.WriteAllText(Path.Combine(Target, file), content);
        var before = Files(Target);

        var e = Assert.Throws<InvalidOperationException>(() => FunctionsFolder.Write(Target, Composition.Functions()));

        Assert.Contains(file.Split('/')[0], e.Message);
        Assert.Contains("Name an empty folder", e.Message);
        Assert.Equal(before, Files(Target));
    }

    [Fact]
    public void A_function_with_more_than_its_file_is_not_ours_to_remove()
    {
        FunctionsFolder.Write(Target, Composition.Functions());
        File.WriteAllText(Path.Combine(Target, "Api", "notes.txt"), "x");

        var e = Assert.Throws<InvalidOperationException>(() => FunctionsFolder.Write(Target, Composition.Functions()));
        Assert.Contains("holds Api", e.Message);
    }

    [Theory]
    [InlineData("1st", "Second", "can't be the name")]
    [InlineData("Same", "same", "2 functions with the name")]
    public void Names_that_the_host_would_not_take_are_refused(string first, string second, string why)
    {
        FunctionDeclaration[] functions =
        [
            .. new[] { first, second }.Select(name => new FunctionDeclaration
            {
                Name = name,
                Bindings = [FunctionBinding.Warmup],
                Handle = (_, _) => Task.FromResult(FunctionAnswer.Done),
            }),
        ];

        Assert.Contains(why, Assert.Throws<ArgumentException>(() => FunctionRegistry.Of(functions)).Message);
    }

    [Fact]
    public void A_function_that_can_not_be_forwarded_needs_a_handler()
    {
        var function = new FunctionDeclaration
        {
            Name = "Api",
            Bindings = [FunctionBinding.Http("{*path}"), FunctionBinding.Client, FunctionBinding.HttpAnswer],
        };

        Assert.Contains(
            "exactly one httpTrigger",
            Assert.Throws<ArgumentException>(() => FunctionRegistry.Of([function])).Message
        );
    }

    public void Dispose() => _folder.Dispose();

    private static void Check(HostFunction function)
    {
        Assert.Equal(["bindings", "generatedBy"], function.File.Select(p => p.Key).Except(["retry"]).Order());
        Assert.Single(
            function.Bindings,
            b => HostFunction.Text(b, "type").EndsWith("Trigger", StringComparison.Ordinal)
        );
        var names = function.Bindings.Select(b => HostFunction.Text(b, "name")).ToArray();
        Assert.Equal(names.Length, names.Distinct().Count());
        foreach (var binding in function.Bindings)
        {
            var type = HostFunction.Text(binding, "type");
            Assert.Matches("^[a-z][A-Za-z0-9]*$", HostFunction.Text(binding, "name"));
            Assert.Equal(type == "http" ? "out" : "in", HostFunction.Text(binding, "direction"));
            Assert.All(
                Settings[type],
                setting => Assert.True(binding.ContainsKey(setting), $"{type} has no {setting}")
            );
        }
        switch (function.TriggerType)
        {
            case "timerTrigger":
                Assert.Matches(Cron(), HostFunction.Text(function.Trigger, "schedule"));
                break;
            case "cosmosDBTrigger":
                Assert.Contains(
                    HostFunction.Text(function.Trigger, "containerName"),
                    Composition.Catalogue().Groups.Select(group => group.Name)
                );
                Assert.Equal(-1, function.File["retry"]!["maxRetryCount"]!.GetValue<int>());
                break;
            case "httpTrigger":
                Assert.Equal("anonymous", HostFunction.Text(function.Trigger, "authLevel"));
                break;
        }
    }

    private static SortedDictionary<string, string> Files(string folder) =>
        new(
            Directory
                .GetFiles(folder, "*", SearchOption.AllDirectories)
                .ToDictionary(file => Path.GetRelativePath(folder, file), File.ReadAllText),
            StringComparer.Ordinal
        );

    // Six fields; five would be minutes first, and another meaning.
    [GeneratedRegex(@"^(\*|\d+)(/\d+)?( (\*|\d+)(/\d+)?){5}$")]
    private static partial Regex Cron();
}
