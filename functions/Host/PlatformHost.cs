using System.Net;
using IntegrationFunctions.Functions.Host.CustomHandler;
using IntegrationFunctions.Functions.Http;
using IntegrationFunctions.Functions.Http.SignIn.Staff;
using IntegrationFunctions.Platform.Http;
using IntegrationFunctions.Platform.Storage;

namespace IntegrationFunctions.Functions.Host;

/// <summary>Builds the server: the same for the command line, the demo and the tests.</summary>
public static class PlatformHost
{
    /// <summary>A server that is composed and not started. It holds its data folder until it is disposed of.</summary>
    /// <exception cref="StorageException">The data folder can't be used; the message is for the user.</exception>
    public static WebApplication Build(PlatformOptions options)
    {
        var folder = DataFolder.Open(options.DataFolder);
        WebApplication? app = null;
        try
        {
            app = Compose(options, folder);
            if (options.Home == PlatformHome.OwnProcess)
            {
                // Opened now, so that a file that can't be used is told before anything listens. The Functions host doesn't wait for that.
                app.Services.GetRequiredService<SqliteDatabase>();
            }
            return app;
        }
        catch
        {
            ((IDisposable?)app)?.Dispose();
            folder.Dispose();
            throw;
        }
    }

    /// <summary>The address that a started server listens at, as a client on this machine reaches it: <c>http://localhost:7071</c>.</summary>
    public static Uri Address(this WebApplication app)
    {
        var bound = new Uri(app.Urls.First().Replace("0.0.0.0", "127.0.0.1").Replace("[::]", "[::1]"));
        return bound.Host == "127.0.0.1" ? new Uri($"http://localhost:{bound.Port}") : bound;
    }

    private static WebApplication Compose(PlatformOptions options, DataFolder folder)
    {
        var builder = WebApplication.CreateSlimBuilder(
            new WebApplicationOptions { Args = [], ContentRootPath = AppContext.BaseDirectory }
        );
        // Settings come from the command line alone: a stray appsettings.json or ASPNETCORE_URLS must not move the server.
        builder.Configuration.Sources.Clear();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = BodyLimit.Most;
            kestrel.Limits.MaxRequestLineSize = HeadLimit.ServerLineBytes;
            kestrel.Limits.MaxRequestHeadersTotalSize = HeadLimit.ServerHeaderBytes;
            kestrel.Limits.MaxRequestHeaderCount = HeadLimit.ServerHeaders;
            kestrel.Listen(Endpoint(options));
        });
        var services = builder.Services;
        services.AddSingleton(options);
        services.AddSingleton(options.Clock ?? TimeProvider.System);
        // Given by a factory, so that the container lets go of the folder last.
        services.AddSingleton(_ => folder);
        services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(8));
        services.AddPlatformLogging();
        services.AddHttpApi();
        services.AddPlatform(folder, options.Home, options.Messages);
        services.AddStaffSignIn(options.Staff);
        options.Configure?.Invoke(services);
        var app = builder.Build();
        app.Services.GetRequiredService<DataFolder>();
        if (options.Home == PlatformHome.FunctionsHost)
        {
            app.Use(app.Services.GetRequiredService<StartUp>().Hold);
            app.MapFunctions(Composition.Functions());
        }
        app.UseHttpApi();
        app.MapPlatform();
        var egress = app.Services.GetRequiredService<EgressPolicy>();
        foreach (var (host, port) in options.Allowed)
        {
            egress.Allow(host, port);
        }
        RouteToSandbox(app, egress);
        return app;
    }

    // The server learns its port only once it listens; workflows that go on from an earlier start may ask before.
    private static void RouteToSandbox(WebApplication app, EgressPolicy egress)
    {
        var listening = new TaskCompletionSource<IPEndPoint>(TaskCreationOptions.RunContinuationsAsynchronously);
        app.Lifetime.ApplicationStarted.Register(() =>
            listening.TrySetResult(new IPEndPoint(Reachable(app), app.Address().Port))
        );
        egress.Route(VirtualSystems.HostName, 80, ct => listening.Task.WaitAsync(ct));
    }

    private static IPAddress Reachable(WebApplication app)
    {
        var bound = IPAddress.Parse(new Uri(app.Urls.First()).Host.Trim('[', ']'));
        return bound.Equals(IPAddress.Any) ? IPAddress.Loopback
            : bound.Equals(IPAddress.IPv6Any) ? IPAddress.IPv6Loopback
            : bound;
    }

    private static IPEndPoint Endpoint(PlatformOptions options) =>
        new(options.Host == "localhost" ? IPAddress.Loopback : IPAddress.Parse(options.Host), options.Port);
}
