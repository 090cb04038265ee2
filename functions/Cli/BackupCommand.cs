using System.CommandLine;
using System.Globalization;
using IntegrationFunctions.Platform.Storage.Backup;

namespace IntegrationFunctions.Functions.Cli;

/// <summary><c>backup</c>: a copy of the data folder, of one moment, while the server runs or not.</summary>
internal static class BackupCommand
{
    public static Command Create()
    {
        var data = CommonOptions.Data();
        var target = new Option<string>("--to")
        {
            HelpName = "DIR",
            Description = "Folder to make, which must not exist yet.",
            Required = true,
        };
        var keys = new Option<bool>("--with-keys")
        {
            Description = "Put the master keys in as well: then whoever has the backup can read its secrets.",
        };
        var command = new Command("backup", "Copy the data folder; the server may go on meanwhile.")
        {
            target,
            keys,
            data,
        };
        command.SetAction(
            async (parsed, ct) =>
            {
                var to = parsed.GetRequiredValue(target);
                var made = await WriteBackup.Run(
                    parsed.GetValue(data)!,
                    to,
                    parsed.GetValue(keys),
                    TimeProvider.System,
                    ct
                );
                var without = made.WithKeys
                    ? "with the master keys: keep it as safe as them"
                    : "without the master keys: keep the data folder's *.key files elsewhere";
                await parsed.InvocationConfiguration.Output.WriteLineAsync(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"Backed up the database and {made.BlobCount} blobs, {made.Bytes:N0} bytes in all, to {to}, {without}."
                    )
                );
                return 0;
            }
        );
        return command;
    }
}
