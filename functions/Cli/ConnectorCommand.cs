using System.CommandLine;
using IntegrationFunctions.Connectors.Rest.Definition;

namespace IntegrationFunctions.Functions.Cli;

/// <summary><c>connector check FILE</c> and <c>connector schema</c>. Exit code 0: the definition is good; 1: it is not, and all that is wrong is on stderr.</summary>
internal static class ConnectorCommand
{
    public static Command Create()
    {
        var file = new Argument<string>("file")
        {
            Description = "A definition of a REST connector, as JSON; - reads the standard input.",
        };
        var check = new Command("check", "Checks a definition and tells all that is wrong with it at once.") { file };
        check.SetAction(
            (parsed, ct) =>
                Check(
                    parsed.GetRequiredValue(file),
                    parsed.InvocationConfiguration.Output,
                    parsed.InvocationConfiguration.Error
                )
        );
        var schema = new Command("schema", "Prints the JSON Schema of definitions, for editors.");
        schema.SetAction(parsed => parsed.InvocationConfiguration.Output.Write(ReadDefinition.SchemaText()));
        return new Command("connector", "Connectors to REST APIs, described in JSON.") { check, schema };
    }

    private static async Task<int> Check(string file, TextWriter output, TextWriter error)
    {
        var (definition, errors) = await ReadDefinition.Run(InputFile.Bytes(file));
        foreach (var wrong in errors)
        {
            await error.WriteLineAsync($"{file}: {(wrong.Pointer is { Length: > 0 } at ? at : "/")}: {wrong.Message}");
        }
        if (definition is null)
        {
            return 1;
        }
        var objects = definition.Objects.Select(item =>
            item.Update is null ? item.Name : $"{item.Name} (can be changed)"
        );
        await output.WriteLineAsync($"{definition.Name} is good: {string.Join(", ", objects)}.");
        return 0;
    }
}
