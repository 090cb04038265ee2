using System.Diagnostics;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using IntegrationFunctions.Banking.Payments;
using IntegrationFunctions.Functions.Host;
using IntegrationFunctions.Platform.Storage;

namespace IntegrationFunctions.Functions.Cli.Demo;

/// <summary>Starts the same server that the user would, does the main job through its public API, and says what was proven.</summary>
internal static class DemoRun
{
    private static readonly JsonSerializerOptions OneLine = new()
    {
        WriteIndented = false,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static async Task<int> Run(DemoOptions options, CancellationToken ct)
    {
        var display = options.Json ? (IDemoDisplay)new SilentDisplay() : ConsoleDisplay.ForThisTerminal();
        DirectoryInfo? temporary = null;
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(ct);
        try
        {
            if (options.Statement is { } statement)
            {
                DemoStatement.Check(statement);
            }
            temporary = options.Data is null ? Directory.CreateTempSubdirectory("integration-functions-demo-") : null;
            return await Run(options, display, options.Data ?? temporary!.FullName, stop);
        }
        catch (Exception) when (stop.IsCancellationRequested)
        {
            return Fail(
                options,
                options.Data is null
                    ? "Interrupted. With --data DIR, the demo could go on from here."
                    : "Interrupted. With the same --data, the demo goes on from here."
            );
        }
        catch (Exception e) when (e is DemoFailure or StorageException or HttpRequestException)
        {
            return Fail(options, e.Message);
        }
        finally
        {
            temporary?.Delete(recursive: true);
        }
    }

    private static async Task<int> Run(
        DemoOptions options,
        IDemoDisplay display,
        string folder,
        CancellationTokenSource stop
    )
    {
        var ct = stop.Token;
        var watch = Stopwatch.StartNew();
        await using var app = PlatformHost.Build(new PlatformOptions(folder, Port: 0, Configure: Impatient));
        await app.StartAsync(ct);
        // The host takes Ctrl-C and SIGTERM for itself, and tells by this.
        using var interruption = app.Lifetime.ApplicationStopping.Register(stop.Cancel);
        try
        {
            using var http = new HttpClient { BaseAddress = app.Address(), Timeout = TimeSpan.FromMinutes(10) };
            display.Note($"The platform runs on {app.Address()} with its data in {folder}");
            var (accountant, approvers) = await DemoPeople.SignIn(app.Services, http, ct);
            var demo = new DemoContext
            {
                Options = options,
                Display = display,
                Accountant = accountant,
                Approvers = approvers,
                Sandbox = http,
            };
            await ConnectSystems.Run(demo, ct);
            await SynchroniseRecords.Run(demo, ct);
            await ChangeMapping.Run(demo, ct);
            await ReconcileStatement.Run(demo, ct);
            await PaySuppliers.Run(demo, ct);
            display.Step(7, "What was proven");
            var hold = demo.Proofs.Count > 0 && demo.Proofs.All(proof => proof.Holds);
            display.Proofs(demo.Proofs, hold);
            if (options.Json)
            {
                Console.Out.WriteLine(DemoReport.ToJson(demo, hold, watch.Elapsed).ToJsonString(OneLine));
            }
            foreach (var failed in demo.Proofs.Where(proof => !proof.Holds))
            {
                Console.Error.WriteLine($"Not proven: {failed.What} ({failed.Evidence})");
            }
            return hold ? 0 : 1;
        }
        finally
        {
            interruption.Dispose();
            // However it ends: work under way comes to a clean end before its folder is let go.
            await app.StopAsync(CancellationToken.None);
        }
    }

    // The virtual bank settles within a second, and nobody else sends from this folder.
    private static void Impatient(IServiceCollection services) =>
        services.AddSingleton(
            new PaymentOptions
            {
                PollInterval = TimeSpan.FromMilliseconds(200),
                MaxPollInterval = TimeSpan.FromMilliseconds(500),
                SendTimeout = TimeSpan.FromSeconds(2),
                ResendAfter = TimeSpan.FromSeconds(3),
            }
        );

    private static int Fail(DemoOptions options, string message)
    {
        Console.Error.WriteLine(message);
        if (options.Json)
        {
            var error = new JsonObject { ["proofsHold"] = false, ["error"] = message };
            Console.Out.WriteLine(error.ToJsonString(OneLine));
        }
        return 1;
    }
}
