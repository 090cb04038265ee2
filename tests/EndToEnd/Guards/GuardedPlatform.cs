using System.Net.Http.Headers;
using System.Text;
using IntegrationFunctions.Functions.Host;
using IntegrationFunctions.Identity;
using IntegrationFunctions.Identity.Quotas;
using IntegrationFunctions.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace IntegrationFunctions.Tests.EndToEnd.Guards;

/// <summary>A server of its own with a clock that stands still, which can be stopped, or killed, and started again over the same folder.</summary>
internal sealed class GuardedPlatform : IAsyncDisposable
{
    private static readonly HttpClient Http = new();
    private readonly TemporaryFolder _folder = new();
    private WebApplication? _app;
    private int _tenants;

    public ManualTimeProvider Clock { get; } = new();

    public IServiceProvider Services => _app!.Services;

    public static async Task<GuardedPlatform> Start()
    {
        var platform = new GuardedPlatform();
        await platform.Open();
        return platform;
    }

    public async Task Restart()
    {
        await Close();
        await Open();
    }

    public async ValueTask DisposeAsync()
    {
        await Close();
        _folder.Dispose();
    }

    /// <summary>A tenant on a plan, and a key of its owner.</summary>
    public async Task<(string Tenant, string Key)> NewTenant(string plan = "free")
    {
        var tenant = $"tenant-{++_tenants}";
        await Services.GetRequiredService<ITenants>().Create(tenant, tenant);
        await Services.GetRequiredService<ITenantPlans>().Set(tenant, plan);
        return (tenant, await NewKey(tenant, Role.Owner, Role.Accountant));
    }

    public async Task<string> NewKey(string tenant, params Role[] roles)
    {
        var user = await Services.GetRequiredService<IUsers>().Create(tenant, "Tester", roles, "system");
        return (await Services.GetRequiredService<IApiKeys>().Create(tenant, user.Id, "test", "system")).Secret;
    }

    public ApiClient Client(string? key) => new(_app!.Address(), key);

    public async Task<Reply> Send(
        HttpMethod method,
        string path,
        string? key,
        string? body = null,
        params (string Name, string Value)[] headers
    )
    {
        using var request = new HttpRequestMessage(method, new Uri(_app!.Address(), path));
        if (key is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        }
        if (body is not null)
        {
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        }
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }
        using var response = await Http.SendAsync(request, TestContext.Current.CancellationToken);
        return new(
            (int)response.StatusCode,
            await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken),
            response
                .Headers.Concat(response.Content.Headers)
                .ToDictionary(h => h.Key, h => string.Join(", ", h.Value), StringComparer.OrdinalIgnoreCase)
        );
    }

    private async Task Open()
    {
        _app = PlatformHost.Build(new PlatformOptions(_folder.Path, Port: 0, Clock: Clock));
        await _app.StartAsync();
    }

    private async Task Close()
    {
        await _app!.StopAsync();
        await _app.DisposeAsync();
    }
}

internal sealed record Reply(int Status, string Text, IReadOnlyDictionary<string, string> Headers)
{
    public string? Header(string name) => Headers.GetValueOrDefault(name);
}
