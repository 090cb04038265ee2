using System.CommandLine;
using System.Net.Sockets;
using IntegrationFunctions.Functions.Host;
using IntegrationFunctions.Functions.Host.CustomHandler;
using IntegrationFunctions.Functions.Http.SignIn.Staff;
using Microsoft.AspNetCore.Connections;

namespace IntegrationFunctions.Functions.Cli;

/// <summary>No verb, or <c>serve</c>: runs the platform until Ctrl-C or SIGTERM.</summary>
internal static class ServeCommand
{
    // The Functions host takes 0 for "all is well" and starts nothing in its place; at 200 it starts the handler again.
    private const int RestartMe = 200;

    public static RootCommand CreateRoot()
    {
        var root = new RootCommand(
            "Connects ERP systems and banks, and runs durable workflows that synchronise, reconcile and pay. Without a verb: serve."
        );
        AddTo(root);
        var serve = new Command("serve", "Run the platform (what happens without a verb, too).");
        AddTo(serve);
        root.Subcommands.Add(serve);
        return root;
    }

    private static void AddTo(Command command)
    {
        var (port, data, host) = (CommonOptions.Port(), CommonOptions.Data(), CommonOptions.Host());
        command.Options.Add(port);
        command.Options.Add(data);
        command.Options.Add(host);
        var allow = CommonOptions.Allow();
        command.Options.Add(allow);
        command.SetAction(
            (parsed, ct) =>
                Run(
                    Options(parsed.GetValue(data)!, parsed.GetValue(port), parsed.GetValue(host)!) with
                    {
                        Allowed = parsed.GetValue(allow)!,
                        Staff = StaffSettings.From(Environment.GetEnvironmentVariable),
                    }
                )
        );
    }

    // Whoever started this process to call its functions says at which port; there it listens, and nobody else may reach it.
    private static PlatformOptions Options(string data, int? port, string host)
    {
        if (CommonOptions.CustomHandlerPort() is not { } own)
        {
            return new(data, port ?? PlatformOptions.DefaultPort, host, Messages: ServiceBusSettings.Read());
        }
        if ((port ?? own) != own || host != "localhost")
        {
            throw new UserErrorException(
                $"The Functions host calls at port {own} of this machine (FUNCTIONS_CUSTOMHANDLER_PORT). Leave --port and --host away, or unset the variable."
            );
        }
        return new(data, own, host, PlatformHome.FunctionsHost, Messages: ServiceBusSettings.Read());
    }

    private static async Task<int> Run(PlatformOptions options)
    {
        await using var app = PlatformHost.Build(options);
        await Start(app, options);
        if (app.Services.GetService<StartUp>() is { } startUp)
        {
            await startUp.Ready;
        }
        await SeedDemo.Run(app);
        var folder = app.Services.GetRequiredService<Platform.Storage.DataFolder>();
        Console.WriteLine($"Integration Functions: {app.Address().ToString().TrimEnd('/')}");
        Console.WriteLine($"Data folder:           {folder.Path}");
        await app
            .Services.GetRequiredService<FirstKey>()
            .Show(
                key =>
                {
                    Console.WriteLine($"API key (tenant demo): {key}");
                    Console.WriteLine(
                        "                       Keep it: it is not shown again. Lost it? Stop the server and run: key new"
                    );
                    Console.WriteLine($"Try calls with it:     {app.Address().ToString().TrimEnd('/')}/docs#key={key}");
                    Console.Out.Flush();
                },
                CancellationToken.None
            );
        Console.WriteLine("Stop with Ctrl-C.");
        await app.WaitForShutdownAsync();
        return options.Home == PlatformHome.FunctionsHost ? RestartMe : 0;
    }

    /// <summary>Starts; an address that can't be had is a line for the user.</summary>
    public static async Task Start(WebApplication app, PlatformOptions options)
    {
        try
        {
            await app.StartAsync();
        }
        catch (IOException e) when (e.InnerException is AddressInUseException)
        {
            throw new UserErrorException(
                $"Port {options.Port} is in use by another process. Stop that one, or choose another with --port N."
            );
        }
        catch (Exception e) when (e is SocketException || e.InnerException is SocketException)
        {
            var socket = e as SocketException ?? (SocketException)e.InnerException!;
            throw new UserErrorException(
                socket.SocketErrorCode == SocketError.AccessDenied
                    ? $"Port {options.Port} needs rights that this user doesn't have. Choose one above 1023 with --port N."
                    : $"{options.Host}:{options.Port} can't be listened at: {socket.Message}. Choose another with --host and --port."
            );
        }
    }
}
