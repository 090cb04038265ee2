using System.CommandLine;
using IntegrationFunctions.Functions.Host;
using IntegrationFunctions.Functions.Host.CustomHandler;
using IntegrationFunctions.Functions.Queues;
using IntegrationFunctions.Platform.Documents.Cosmos;

namespace IntegrationFunctions.Functions.Cli;

/// <summary><c>functions generate DIR</c>: what the Azure Functions host reads, made from the functions that the executable has.</summary>
internal static class FunctionsGenerateCommand
{
    private const string ServiceBus = "service-bus";
    private const string Storage = "storage";

    public static Command Create()
    {
        var command = new Command(
            "functions",
            "What Azure is told of: functions for the host, queues and containers for the templates."
        );
        command.Subcommands.Add(CreateGenerate());
        command.Subcommands.Add(CreateQueues());
        command.Subcommands.Add(CreateContainers());
        return command;
    }

    private static Command CreateQueues()
    {
        var queues = new Command("queues", "Print the queues as they are declared, for infra/bicep/queues.json.");
        queues.SetAction(parsed => parsed.InvocationConfiguration.Output.Write(QueueDeclarations.ToJson()));
        return queues;
    }

    private static Command CreateContainers()
    {
        var containers = new Command(
            "containers",
            "Print the containers of Cosmos DB as their groups are declared, for infra/bicep/containers.json."
        );
        containers.SetAction(parsed =>
            parsed.InvocationConfiguration.Output.Write(CosmosTemplate.Containers(Composition.Catalogue()))
        );
        return containers;
    }

    private static Command CreateGenerate()
    {
        var folder = new Argument<string>("dir")
        {
            Description = "The folder to deploy; the executable belongs in its folder app.",
        };
        var queues = new Option<string>("--queues")
        {
            Description =
                "Where the host takes messages from: service-bus, or storage (queues of the host's storage account).",
            DefaultValueFactory = _ => ServiceBus,
        };
        queues.AcceptOnlyFromAmong(ServiceBus, Storage);
        var generate = new Command("generate", "Write host.json and a function.json for each function.")
        {
            folder,
            queues,
        };
        generate.SetAction(parsed =>
            Run(
                parsed.GetRequiredValue(folder),
                parsed.GetValue(queues) == Storage ? QueueHome.Storage : QueueHome.ServiceBus,
                parsed.InvocationConfiguration.Output
            )
        );
        return generate;
    }

    private static int Run(string folder, QueueHome queues, TextWriter output)
    {
        if (folder.Length == 0)
        {
            throw new UserErrorException("The name of the folder is empty. Name the folder to deploy.");
        }
        var path = Path.GetFullPath(folder);
        var registry = Composition.Functions(queues);
        try
        {
            FunctionsFolder.Write(path, registry);
        }
        catch (InvalidOperationException e)
        {
            throw new UserErrorException(e.Message);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UserErrorException($"{path} can't be written: {e.Message}");
        }
        output.WriteLine($"{registry.Functions.Count} functions and host.json in {path}");
        return 0;
    }
}
