using System.Text.Json.Nodes;
using IntegrationFunctions.Connectors;
using IntegrationFunctions.Connectors.Integrations;
using IntegrationFunctions.Functions.Host;
using IntegrationFunctions.Functions.Queues;
using IntegrationFunctions.Functions.Timers;
using IntegrationFunctions.Identity;
using IntegrationFunctions.Platform.Documents;
using IntegrationFunctions.Platform.Http;
using IntegrationFunctions.Platform.Messages;
using IntegrationFunctions.Platform.Storage;
using IntegrationFunctions.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace IntegrationFunctions.Tests.Unit.Host;

/// <summary>What the host remembers, over real storage and a clock of the test's.</summary>
public sealed class StoredHostTests : IAsyncDisposable
{
    private readonly string _path = Directory.CreateTempSubdirectory("host-").FullName;
    private readonly ManualTimeProvider _clock = new();
    private readonly DataFolder _folder;
    private readonly ServiceProvider _services;

    public StoredHostTests()
    {
        _folder = DataFolder.Open(_path);
        _services = new ServiceCollection()
            .AddLogging(logging => logging.SetMinimumLevel(LogLevel.None))
            .AddSingleton<TimeProvider>(_clock)
            .AddEmbeddedStorage(_folder)
            .AddOutgoingHttp()
            .AddConnectors()
            .AddIdentity()
            .AddIntegrations()
            .AddSingleton<FirstKey>()
            .AddDocumentGroup(new("startup"))
            .AddSingleton<SyncSchedule>()
            .BuildServiceProvider();
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_schedule_asks_once_a_slot_and_not_before_the_first_interval_is_over()
    {
        await Scheduled(60);

        Assert.Equal(0, await Asked());
        _clock.Advance(TimeSpan.FromMinutes(59));
        Assert.Equal(0, await Asked());
        _clock.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal(1, await Asked());
        Assert.Equal(0, await Asked());
        // Of three slots that were missed, one is made up for.
        _clock.Advance(TimeSpan.FromMinutes(180));
        Assert.Equal(1, await Asked());
    }

    [Fact]
    public async Task A_schedule_that_is_started_again_does_not_ask_again()
    {
        await Scheduled(60);
        _clock.Advance(TimeSpan.FromMinutes(61));
        Assert.Equal(1, await Asked());

        Assert.Equal(0, await Asked(ActivatorUtilities.CreateInstance<SyncSchedule>(_services)));
    }

    [Fact]
    public async Task A_paused_integration_is_not_asked_for()
    {
        var id = await Scheduled(60);
        await _services.GetRequiredService<IntegrationService>().Pause("demo", id, Ct);
        _clock.Advance(TimeSpan.FromMinutes(61));

        Assert.Equal(0, await Asked());
    }

    [Fact]
    public async Task The_first_key_is_shown_once_and_one_that_nobody_saw_is_revoked()
    {
        await _services.GetRequiredService<ITenants>().Create("demo", "Demo", sandboxOnly: true, Ct);
        await _services
            .GetRequiredService<IUsers>()
            .Create("demo", "Owner", [Role.Owner], "system", SeedDemo.UserId, Ct);
        var (first, keys) = (_services.GetRequiredService<FirstKey>(), _services.GetRequiredService<IApiKeys>());
        var made = new List<string>();

        // As if the process had died at the moment of printing.
        await Assert.ThrowsAsync<IOException>(() =>
            first.Show(
                key =>
                {
                    made.Add(key);
                    throw new IOException("gone");
                },
                Ct
            )
        );
        Assert.NotNull((await keys.Authenticate(made[0], null, Ct)).Caller);
        await first.Show(made.Add, Ct);
        await first.Show(made.Add, Ct);

        Assert.Equal(2, made.Count);
        Assert.Null((await keys.Authenticate(made[0], null, Ct)).Caller);
        Assert.NotNull((await keys.Authenticate(made[1], null, Ct)).Caller);
    }

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        _folder.Dispose();
        Directory.Delete(_path, recursive: true);
    }

    private async Task<string> Scheduled(int minutes)
    {
        await _services.GetRequiredService<ITenants>().Create("demo", "Demo", sandboxOnly: true, Ct);
        var settings = new JsonObject
        {
            ["baseUrl"] = "https://erp.example.com",
            ["user"] = "u",
            ["password"] = "p",
            ["companyCode"] = "1010",
        };
        var outcome = await _services
            .GetRequiredService<IntegrationService>()
            .Create("demo", "usr_1", new NewIntegration("x", "sap-s4hana", settings, minutes), null, Ct);
        return outcome.Integration!.Id;
    }

    private async Task<int> Asked(SyncSchedule? schedule = null)
    {
        await (schedule ?? _services.GetRequiredService<SyncSchedule>()).AskForDue(Ct);
        var queue = _services.GetRequiredService<IMessageQueue>();
        var messages = await queue.Receive(SyncRequest.Queue, 100, TimeSpan.FromMinutes(1), Ct);
        foreach (var message in messages)
        {
            await queue.Complete(message, Ct);
        }
        return messages.Count;
    }
}
