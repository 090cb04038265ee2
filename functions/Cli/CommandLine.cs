using System.CommandLine;
using IntegrationFunctions.Functions.Cli.Demo;
using IntegrationFunctions.Functions.Cli.Jsonata;
using IntegrationFunctions.Functions.Cli.OpenApi;

namespace IntegrationFunctions.Functions.Cli;

/// <summary>The verbs. Exit codes: 0 done, 1 failed, 2 not understood. What goes wrong is one line on stderr.</summary>
internal static class CommandLine
{
    public static async Task<int> Run(string[] args)
    {
        var parsed = Root().Parse(args);
        if (parsed.Errors.Count > 0)
        {
            await Console.Error.WriteLineAsync($"integration-functions: {parsed.Errors[0].Message} See --help.");
            return 2;
        }
        try
        {
            return await parsed.InvokeAsync(
                new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null }
            );
        }
        catch (UserErrorException e)
        {
            await Console.Error.WriteLineAsync($"integration-functions: {e.Message}");
            return 1;
        }
        catch (Exception e)
            when (e
                    is Platform.Storage.StorageException
                        or Platform.Secrets.KeyDestroyedException
                        or Durable.History.DamagedHistoryException
            )
        {
            await Console.Error.WriteLineAsync($"integration-functions: {e.Message}");
            return 1;
        }
    }

    private static RootCommand Root()
    {
        var root = ServeCommand.CreateRoot();
        root.Subcommands.Add(DemoCommand.Create());
        root.Subcommands.Add(StatementReadCommand.Create());
        root.Subcommands.Add(KeyCommand.Create());
        root.Subcommands.Add(TenantCommand.Create());
        root.Subcommands.Add(BackupCommand.Create());
        root.Subcommands.Add(RestoreCommand.Create());
        root.Subcommands.Add(KeysCommand.Create());
        root.Subcommands.Add(AuditCommand.Create());
        root.Subcommands.Add(
            new Command("workflow", "Histories of workflows.")
            {
                WorkflowExportCommand.Create(),
                WorkflowReplayCommand.Create(),
            }
        );
        root.Subcommands.Add(JsonataCommand.Create());
        root.Subcommands.Add(MapCommand.Create());
        root.Subcommands.Add(MapDiffCommand.Create());
        root.Subcommands.Add(ConnectorCommand.Create());
        root.Subcommands.Add(SuggestCommand.Create());
        root.Subcommands.Add(FunctionsGenerateCommand.Create());
        root.Subcommands.Add(OpenApiCommand.Create());
        return root;
    }
}

/// <summary>Something that the user must mend; the message is one line.</summary>
internal sealed class UserErrorException(string message) : Exception(message);
