using Azure.Core;
using IntegrationFunctions.Platform.Messages;
using IntegrationFunctions.Platform.Messages.ServiceBus;
using IntegrationFunctions.Tests.Support;
using IntegrationFunctions.Tests.Support.ServiceBus;
using Microsoft.Extensions.Logging;

namespace IntegrationFunctions.Tests.Unit.Messages;

/// <summary>What a network and a broker do to a client: connections cut, links detached, tokens that end or are refused.</summary>
public sealed class ServiceBusFaultTests : IAsyncDisposable
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private readonly ManualTimeProvider _clock = new();
    private readonly FakeServiceBus _bus;
    private readonly List<string> _log = [];
    private ServiceBusQueue? _queue;

    public ServiceBusFaultTests() => _bus = new FakeServiceBus(_clock, [new("work")]);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private ServiceBusQueue Open(Func<ServiceBusOptions, ServiceBusOptions>? with = null)
    {
        var options = ServiceBusOptions.Parse(_bus.ConnectionString) with
        {
            ReceiveWait = TimeSpan.FromMilliseconds(150),
        };
        return _queue = new(
            with?.Invoke(options) ?? options,
            new QueueCatalogue([new("work")]),
            _clock,
            new Lines(_log)
        );
    }

    private static OutgoingMessage Message(string id) => new("work", id, "t1", "{}"u8.ToArray());

    [Fact]
    public async Task After_a_cut_connection_all_goes_on_and_a_lock_still_holds()
    {
        var queue = Open();
        await queue.Send(Message("m1"), Ct);
        var held = Assert.Single(await queue.Receive("work", 1, Minute, Ct));
        _bus.DropConnections();
        await queue.Send(Message("m2"), Ct);
        Assert.Equal("m2", Assert.Single(await queue.Receive("work", 10, Minute, Ct)).Id);
        Assert.True(await queue.Complete(held, Ct));
        Assert.Equal(2, _bus.Opened);
    }

    [Fact]
    public async Task Detached_links_are_opened_again()
    {
        var queue = Open();
        await queue.Send(Message("m1"), Ct);
        var held = Assert.Single(await queue.Receive("work", 1, Minute, Ct));
        _bus.DetachLinks();
        await queue.Send(Message("m2"), Ct);
        Assert.Equal("m2", Assert.Single(await queue.Receive("work", 10, Minute, Ct)).Id);
        Assert.True(await queue.Complete(held, Ct));
        Assert.Equal(1, _bus.Opened);
    }

    [Fact]
    public async Task An_outage_is_told_once_and_its_end_once()
    {
        var queue = Open();
        _bus.Stop();
        for (var i = 0; i < 3; i++)
        {
            var sending = queue.Send(Message("m1"), Ct);
            await AdvanceUntil(sending);
            var failure = await Assert.ThrowsAsync<MessagingException>(() => sending);
            Assert.Equal(MessagingFailure.Transient, failure.Failure);
            Assert.DoesNotContain(FakeServiceBus.Key, failure.ToString());
        }
        _bus.Restart();
        var last = queue.Send(Message("m1"), Ct);
        await AdvanceUntil(last);
        await last;
        Assert.Equal(2, _log.Count);
        Assert.Contains("can't be reached", _log[0]);
        Assert.Contains("is back", _log[1]);
    }

    [Fact]
    public async Task A_wrong_key_is_unauthorised_and_not_shown()
    {
        var queue = Open(options => options with { PolicyKey = "d3Jvbmc=" });
        var failure = await Assert.ThrowsAsync<MessagingException>(() => queue.Send(Message("m1"), Ct));
        Assert.Equal(MessagingFailure.Unauthorised, failure.Failure);
        Assert.DoesNotContain("d3Jvbmc=", failure.ToString());
    }

    [Fact]
    public async Task A_queue_that_is_not_there_is_not_found()
    {
        var queue = Open();
        var failure = await Assert.ThrowsAsync<MessagingException>(() =>
            queue.Send(Message("m1") with { Queue = "nowhere" }, Ct)
        );
        Assert.Equal(MessagingFailure.NotFound, failure.Failure);
        failure = await Assert.ThrowsAsync<MessagingException>(() => queue.Receive("nowhere", 1, Minute, Ct));
        Assert.Equal(MessagingFailure.NotFound, failure.Failure);
    }

    [Fact]
    public async Task Tokens_of_a_policy_are_renewed_before_they_end()
    {
        var queue = Open(options => options with { UseTokens = true });
        await queue.Send(Message("m1"), Ct);
        Assert.Equal(1, _bus.Claims.Taken);
        for (var step = 0; step < 40; step++)
        {
            _clock.Advance(TimeSpan.FromMinutes(5));
            // The next renewal may be planned only now, on another thread; time goes on for it, in small steps.
            while (_bus.Claims.Until <= _clock.GetUtcNow() + TimeSpan.FromMinutes(9))
            {
                await Task.Delay(50, Ct);
                _clock.Advance(TimeSpan.FromSeconds(30));
            }
            Assert.True(_bus.Claims.Until > _clock.GetUtcNow());
        }
        Assert.InRange(_bus.Claims.Taken, 4, 12);
        await queue.Send(Message("m2"), Ct);
        Assert.Equal(1, _bus.Opened);
    }

    [Fact]
    public async Task An_identity_signs_in_with_its_token()
    {
        _bus.Claims.Known["entra-token"] = _clock.GetUtcNow() + TimeSpan.FromHours(1);
        var queue = Open(options => options with { Identity = new Identity("entra-token", _clock) });
        await queue.Send(Message("m1"), Ct);
        Assert.Single(await queue.Receive("work", 1, Minute, Ct));
        Assert.Equal(1, _bus.Claims.Taken);
    }

    [Fact]
    public async Task A_refused_token_is_unauthorised_and_asked_for_again_the_next_time()
    {
        _bus.Claims.Refuses = true;
        var queue = Open(options => options with { UseTokens = true });
        var failure = await Assert.ThrowsAsync<MessagingException>(() => queue.Send(Message("m1"), Ct));
        Assert.Equal(MessagingFailure.Unauthorised, failure.Failure);
        _bus.Claims.Refuses = false;
        await queue.Send(Message("m1"), Ct);
    }

    [Fact]
    public async Task A_token_that_could_not_be_renewed_is_made_anew()
    {
        var queue = Open(options => options with { UseTokens = true });
        await queue.Send(Message("m1"), Ct);
        _bus.Claims.Refuses = true;
        _clock.Advance(TimeSpan.FromMinutes(61));
        await Assert.ThrowsAsync<MessagingException>(() => queue.Send(Message("m2"), Ct));
        _bus.Claims.Refuses = false;
        await queue.Send(Message("m2"), Ct);
        Assert.Equal(2, (await queue.Receive("work", 10, Minute, Ct)).Count);
    }

    [Theory]
    [InlineData("")]
    [InlineData("Endpoint=https://x.servicebus.windows.net;SharedAccessKeyName=a;SharedAccessKey=topsecret")]
    [InlineData("Endpoint=sb://x.servicebus.windows.net;SharedAccessKeyName=topsecret")]
    [InlineData("Endpoint=sb://x.servicebus.windows.net;SharedAccessKeyName=a;SharedAccessKey=topsecret;EntityPath=q")]
    [InlineData(
        "Endpoint=sb://x.example.com;SharedAccessKeyName=a;SharedAccessKey=topsecret;UseDevelopmentEmulator=true"
    )]
    public void A_bad_connection_string_is_refused_without_being_shown(string text)
    {
        var refusal = Assert.Throws<ArgumentException>(() => ServiceBusOptions.Parse(text));
        Assert.Contains("connection string", refusal.Message);
        Assert.DoesNotContain("topsecret", refusal.Message);
    }

    [Fact]
    public void Options_say_nothing_of_their_secrets() =>
        Assert.DoesNotContain(FakeServiceBus.Key, ServiceBusOptions.Parse(_bus.ConnectionString).ToString());

    public async ValueTask DisposeAsync()
    {
        if (_queue is not null)
        {
            await _queue.DisposeAsync();
        }
        _bus.Dispose();
    }

    // The pause before the next try is on the test's clock.
    private async Task AdvanceUntil(Task task)
    {
        while (await Task.WhenAny(task, Task.Delay(20, Ct)) != task)
        {
            _clock.Advance(Minute);
        }
    }

    private sealed class Identity(string token, TimeProvider clock) : TokenCredential
    {
        public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken) =>
            new(token, clock.GetUtcNow() + TimeSpan.FromHours(1));

        public override ValueTask<AccessToken> GetTokenAsync(
            TokenRequestContext requestContext,
            CancellationToken cancellationToken
        ) => new(GetToken(requestContext, cancellationToken));
    }

    private sealed class Lines(List<string> lines) : ILogger<ServiceBusQueue>
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter
        ) => lines.Add(formatter(state, exception));
    }
}
