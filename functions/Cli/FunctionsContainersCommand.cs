using System.CommandLine;
using IntegrationFunctions.Functions.Host;
using IntegrationFunctions.Platform.Documents.Cosmos;

namespace IntegrationFunctions.Functions.Cli;

/// <summary><c>functions containers FILE</c>: the containers of Cosmos DB that the templates make, from the groups that the product declares.</summary>
internal static class FunctionsContainersCommand
{
    public static Command Create()
    {
        var file = new Argument<string>("file") { Description = "The file to write: infra/bicep/containers.json." };
        var command = new Command(
            "containers",
            "Write the containers of Cosmos DB for the templates: partition key, time to live and indexes."
        )
        {
            file,
        };
        command.SetAction(parsed => Run(parsed.GetRequiredValue(file), parsed.InvocationConfiguration.Output));
        return command;
    }

    private static int Run(string file, TextWriter output)
    {
        if (file.Length == 0)
        {
            throw new UserErrorException(
                "The name of the file is empty. Name it, such as infra/bicep/containers.json."
            );
        }
        var path = Path.GetFullPath(file);
        var catalogue = Composition.Catalogue();
        try
        {
            File.WriteAllText(path, CosmosTemplate.Containers(catalogue));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UserErrorException($"{path} can't be written: {e.Message}");
        }
        output.WriteLine($"{catalogue.Groups.Count} containers in {path}");
        return 0;
    }
}
