using IntegrationFunctions.Functions.Host;
using IntegrationFunctions.Identity;
using IntegrationFunctions.Platform.Messages;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace IntegrationFunctions.Tests.EndToEnd;

/// <summary>The real server on a free port, its data in a folder of its own, with two tenants.</summary>
public sealed class PlatformFixture : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("platform-").FullName;
    private WebApplication? _app;

    /// <summary>A queue that no trigger serves.</summary>
    public const string Queue = "test-letters";

    public WebApplication App => _app!;

    public IServiceProvider Services => App.Services;

    public string Folder => _folder;

    /// <summary>Owner, administrator and accountant of the tenant demo.</summary>
    internal ApiClient Owner { get; private set; } = null!;

    /// <summary>Owner of another tenant.</summary>
    internal ApiClient Stranger { get; private set; } = null!;

    internal ApiClient Anonymous => new(App.Address(), null);

    public async ValueTask InitializeAsync()
    {
        _app = PlatformHost.Build(new PlatformOptions(_folder, Port: 0, Configure: Configure));
        await _app.StartAsync();
        await SeedDemo.Run(_app);
        Owner = await SignIn(SeedDemo.TenantId, Role.Owner, Role.Administrator, Role.Accountant);
        await Services.GetRequiredService<ITenants>().Create("other", "Other");
        Stranger = await SignIn("other", Role.Owner);
    }

    /// <summary>A new user of a tenant, signed in.</summary>
    internal async Task<ApiClient> SignIn(string tenant, params Role[] roles)
    {
        var user = await Services.GetRequiredService<IUsers>().Create(tenant, "Tester", roles, "system");
        var key = await Services.GetRequiredService<IApiKeys>().Create(tenant, user.Id, "test", "system");
        return new ApiClient(App.Address(), key.Secret);
    }

    private static void Configure(IServiceCollection services)
    {
        TestWorkflows.Add(services);
        services.AddMessageQueue(new QueueOptions(Queue));
    }

    public async ValueTask DisposeAsync()
    {
        await App.StopAsync();
        await App.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}

[CollectionDefinition(Name)]
public sealed class PlatformCollection : ICollectionFixture<PlatformFixture>
{
    public const string Name = "platform";
}
