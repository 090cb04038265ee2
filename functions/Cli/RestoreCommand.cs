using System.CommandLine;
using System.Globalization;
using IntegrationFunctions.Functions.Host;
using IntegrationFunctions.Platform.Storage;
using IntegrationFunctions.Platform.Storage.Backup;

namespace IntegrationFunctions.Functions.Cli;

/// <summary><c>restore</c>: a new data folder out of a backup.</summary>
internal static class RestoreCommand
{
    public static Command Create()
    {
        var data = CommonOptions.Data();
        var source = new Option<string>("--from")
        {
            HelpName = "DIR",
            Description = "Folder that backup made.",
            Required = true,
        };
        var command = new Command("restore", "Make a data folder of a backup. It must be missing or empty.")
        {
            source,
            data,
        };
        command.SetAction(
            async (parsed, ct) =>
            {
                var folder = parsed.GetValue(data)!;
                var backup = await RestoreBackup.Run(parsed.GetRequiredValue(source), folder, Open, ct);
                var keys = backup.WithKeys
                    ? ""
                    : " Put the *.key files of the old data folder into it before the first start: no others open its secrets.";
                await parsed.InvocationConfiguration.Output.WriteLineAsync(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"Restored the database and {backup.BlobCount} blobs of {backup.CreatedAt.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC to {folder}.{keys}"
                    )
                );
                return 0;
            }
        );
        return command;
    }

    // Brings its tables up to date, too.
    private static async Task Open(string folder)
    {
        await using var app = PlatformHost.Build(new PlatformOptions(folder));
        app.Services.GetRequiredService<SqliteDatabase>();
    }
}
