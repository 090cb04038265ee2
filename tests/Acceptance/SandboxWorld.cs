using IntegrationFunctions.Sandbox;
using IntegrationFunctions.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace IntegrationFunctions.Tests.Acceptance;

/// <summary>The sandbox on a free port, shared by the tests of a class; each test makes a world of its own.</summary>
public sealed class SandboxWorld : IAsyncLifetime
{
    private readonly string _folder = Path.Combine(Path.GetTempPath(), $"acceptance-{Guid.NewGuid():N}");
    private readonly HttpClient _control = new();
    private LoopbackServer? _server;

    public Uri Address => _server!.Address;

    public async ValueTask InitializeAsync() =>
        _server = await LoopbackServer.Start(
            app => app.MapSandbox(),
            services =>
            {
                services.AddSingleton(TimeProvider.System);
                services.AddSandbox(_folder);
            }
        );

    /// <summary>A new world; its address.</summary>
    public async Task<Uri> Create(int records)
    {
        var world = new Uri(Address, $"/sandbox/w-{Guid.NewGuid():N}");
        using var body = new StringContent($$"""{"records":{{records}},"seed":7}""", null, "application/json");
        using var created = await _control.PutAsync(world, body);
        created.EnsureSuccessStatusCode();
        return world;
    }

    public async ValueTask DisposeAsync()
    {
        _control.Dispose();
        await _server!.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
