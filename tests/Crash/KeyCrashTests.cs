using System.Diagnostics;
using System.Globalization;
using IntegrationFunctions.CrashWorker;
using IntegrationFunctions.Platform.Documents;
using IntegrationFunctions.Platform.Secrets;
using IntegrationFunctions.Platform.Storage;
using IntegrationFunctions.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace IntegrationFunctions.Tests.Crash;

/// <summary>
/// Kills a process that makes new keys of both kinds, over and over, while it writes what they seal. KEY_KILLS says how often; 12 times where it is
/// not set.
/// </summary>
public sealed class KeyCrashTests
{
    private static readonly int Kills = int.Parse(
        Environment.GetEnvironmentVariable("KEY_KILLS") ?? "12",
        CultureInfo.InvariantCulture
    );

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Whatever_is_killed_every_value_opens_and_the_rotation_is_finished_later()
    {
        using var folder = new TemporaryFolder();
        var told = new Dictionary<string, long>(StringComparer.Ordinal);
        var rotations = 0;
        var random = new Random(7);
        for (var life = 0; life < Kills; life++)
        {
            foreach (var line in await Live(folder.Path, random.Next(5, 120)))
            {
                // The last one may be cut off in the middle, and says less then, never more.
                if (line.Split(' ') is [var kind, var tenant, { Length: > 0 } number])
                {
                    var at = $"{kind} {tenant}";
                    told[at] = Math.Max(told.GetValueOrDefault(at), long.Parse(number, CultureInfo.InvariantCulture));
                }
                rotations += line.StartsWith('m') ? 1 : 0;
            }
            await Check(folder.Path, told);
        }
        Assert.True(rotations >= Kills / 2, $"Only {rotations} master keys were made: too few to say anything.");
        await Finish(folder.Path, told);
        TestContext.Current.TestOutputHelper?.WriteLine($"{Kills} kills, {rotations} master keys");
    }

    // Killed when it has said so many lines: how fast the machine is plays no part.
    private static async Task<List<string>> Live(string folder, int lines)
    {
        var start = new ProcessStartInfo("dotnet", [CrashWorld.Worker, folder, "keys"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync(Ct);
        var said = new List<string>();
        while (await process.StandardOutput.ReadLineAsync(Ct) is { } line)
        {
            said.Add(line);
            if (said.Count == lines)
            {
                process.Kill();
            }
        }
        await process.WaitForExitAsync(Ct);
        Assert.True(process.ExitCode == 128 + 9, $"It ended by itself, exit code {process.ExitCode}: {await error}");
        return said;
    }

    // As a process that starts anew finds it: all that was acknowledged opens, and is what it was or newer.
    private static async Task Check(string path, Dictionary<string, long> told)
    {
        using var folder = DataFolder.Open(path);
        await using var services = KeyRotations.Services(folder, TimeProvider.System);
        await CheckValues(services, told);
    }

    private static async Task CheckValues(IServiceProvider services, Dictionary<string, long> told)
    {
        foreach (var tenant in KeyRotations.Tenants)
        {
            var secret = await services.GetRequiredService<ISecretStore>().Get(tenant, "s", Ct);
            var document = await services
                .GetRequiredService<IDocumentStores>()
                .ForTenant(tenant)
                .Get(KeyRotations.Field, Ct);
            var field = document is null
                ? 0
                : System.Text.Json.JsonElement.Parse(document.Content.Span).GetProperty("text").GetInt64();
            Assert.True(
                long.Parse(secret ?? "0", CultureInfo.InvariantCulture) >= told.GetValueOrDefault($"s {tenant}"),
                $"The secret of {tenant} is {secret}, and {told.GetValueOrDefault($"s {tenant}")} was acknowledged."
            );
            Assert.True(
                field >= told.GetValueOrDefault($"f {tenant}"),
                $"The field of {tenant} is {field}, and {told.GetValueOrDefault($"f {tenant}")} was acknowledged."
            );
        }
    }

    private static async Task Finish(string path, Dictionary<string, long> told)
    {
        using var folder = DataFolder.Open(path);
        await using (var services = KeyRotations.Services(folder, TimeProvider.System))
        {
            await KeyRotations.Administration(services).Prune(KeyRotations.All(), Ct);
        }
        Assert.Equal(["master.key"], Directory.GetFiles(path, "*.key").Select(Path.GetFileName));
        await using var anew = KeyRotations.Services(folder, TimeProvider.System);
        await CheckValues(anew, told);
    }
}
