using System.Text.Json;
using IntegrationFunctions.Durable;
using IntegrationFunctions.Durable.PassThrough;
using IntegrationFunctions.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace IntegrationFunctions.Tests.Unit.Durable.PassThrough;

public sealed class DurableEndpointTests
{
    private readonly ManualTimeProvider _clock = new();
    private readonly DurableEndpoint _endpoint;

    public DurableEndpointTests() => _endpoint = new(_clock, NullLogger<DurableEndpoint>.Instance);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Who_asks_before_it_is_known_waits_ten_seconds_and_is_told_so()
    {
        var asked = _endpoint.GetAsync(Cancellation).AsTask();
        _clock.Advance(TimeSpan.FromSeconds(9.9));
        Assert.False(asked.IsCompleted);

        _clock.Advance(TimeSpan.FromSeconds(0.1));

        await Assert.ThrowsAsync<DurableEndpointUnknownException>(() => asked);
    }

    [Fact]
    public async Task Who_waits_goes_on_when_it_is_learned_and_the_last_word_counts()
    {
        var asked = _endpoint.GetAsync(Cancellation).AsTask();

        _endpoint.Learn(JsonSerializer.Serialize(Binding("http://127.0.0.1:5001")));
        Assert.Equal("http://127.0.0.1:5001", (await asked).RpcBaseUrl);
        _endpoint.Learn(Binding("http://127.0.0.1:5002"));

        var binding = await _endpoint.GetAsync(Cancellation);
        Assert.Equal(
            ("http://127.0.0.1:5002", "Hub", 4194304),
            (binding.RpcBaseUrl, binding.TaskHubName, binding.MaxGrpcMessageSizeInBytes)
        );
    }

    [Theory]
    [InlineData("{")]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("\"text\"")]
    [InlineData("{\"taskHubName\":\"Hub\",\"rpcBaseUrl\":\"http://example.com:80\"}")]
    [InlineData("{\"taskHubName\":\"\",\"rpcBaseUrl\":\"http://127.0.0.1:80\"}")]
    public void A_binding_that_says_nothing_or_names_another_machine_is_refused(string json) =>
        Assert.Throws<FormatException>(() => _endpoint.Learn(json));

    [Fact]
    public void Services_give_all_that_stands_behind_the_triggers()
    {
        using var services = new ServiceCollection()
            .AddPassThroughDurableTask(r => r.AddOrchestratorFunc<int, int>("Flow", (_, n) => Task.FromResult(n)))
            .BuildServiceProvider();

        Assert.NotNull(services.GetRequiredService<DurableTaskClient>());
        Assert.NotNull(services.GetRequiredService<OrchestratorFunction>());
        Assert.NotNull(services.GetRequiredService<ActivityFunction>());
        Assert.NotNull(services.GetRequiredService<DurableWatchdog>());
        Assert.Same(services.GetRequiredService<DurableEndpoint>(), services.GetRequiredService<DurableEndpoint>());
        Assert.Equal(
            ["DurableWatchdogClaim", "Flow"],
            services.GetRequiredService<DurableTaskRegistry>().Orchestrators.Select(n => n.Name).Order()
        );
    }

    private static string Binding(string url) =>
        $$"""{"taskHubName":"Hub","connectionName":"Storage","rpcBaseUrl":"{{url}}","httpBaseUrl":"x","maxGrpcMessageSizeInBytes":4194304}""";
}
