using System.Net;
using IntegrationFunctions.Platform.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace IntegrationFunctions.Tests.Support;

/// <summary>A real HTTP server on a free port of the loopback interface.</summary>
internal sealed class LoopbackServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private LoopbackServer(WebApplication app) => _app = app;

    public Uri Address { get; private set; } = null!;

    public static async Task<LoopbackServer> Start(
        Action<WebApplication> map,
        Action<IServiceCollection>? services = null
    )
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        services?.Invoke(builder.Services);
        var app = builder.Build();
        map(app);
        await app.StartAsync();
        var address = app
            .Services.GetRequiredService<IServer>()
            .Features.Get<IServerAddressesFeature>()!
            .Addresses.First();
        return new LoopbackServer(app) { Address = new Uri(address + "/") };
    }

    public static Task<LoopbackServer> Start(RequestDelegate answer) => Start(app => app.Run(answer));

    public async ValueTask DisposeAsync()
    {
        // A request that hangs on purpose must not hold the test up.
        using var patience = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));
        await _app.StopAsync(patience.Token);
        await _app.DisposeAsync();
    }
}

/// <summary>The platform's outgoing HTTP, allowed to reach one server.</summary>
internal sealed class TestHttp : IDisposable
{
    private readonly ServiceProvider _provider;

    public TestHttp(Uri? allowed = null, Action<OutgoingHttpOptions>? configure = null, TimeProvider? clock = null)
    {
        var services = new ServiceCollection();
        services.AddSingleton(clock ?? TimeProvider.System);
        services.AddOutgoingHttp(options =>
        {
            options.RetryDelay = TimeSpan.FromMilliseconds(1);
            configure?.Invoke(options);
        });
        _provider = services.BuildServiceProvider();
        if (allowed is not null)
        {
            Policy.Allow(allowed.Host, allowed.Port);
        }
    }

    public EgressPolicy Policy => _provider.GetRequiredService<EgressPolicy>();

    public HttpClient Client(string tenant = "ten_test") =>
        _provider.GetRequiredService<IOutgoingHttp>().For(tenant, "int_test");

    public HttpClient Following() =>
        _provider.GetRequiredService<IOutgoingHttp>().For("ten_test", "int_test", Redirects.Follow);

    public void Dispose() => _provider.Dispose();
}
