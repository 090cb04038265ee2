using System.Net;
using System.Net.Http.Headers;
using CsCheck;
using IntegrationFunctions.Platform.Documents;
using IntegrationFunctions.Platform.Events;
using IntegrationFunctions.Platform.Http;
using IntegrationFunctions.Webhooks.Outgoing;

namespace IntegrationFunctions.Tests.Unit.Webhooks.Outgoing;

public sealed class EventDeliveryTests : IAsyncDisposable
{
    private readonly OutgoingHarness _hooks = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _hooks.DisposeAsync();

    [Fact]
    public async Task An_event_arrives_signed_with_the_numbers_that_show_a_gap()
    {
        var endpoint = await _hooks.Endpoint();
        var first = await _hooks.Happens("things/1");
        await _hooks.Happens("things/2");
        await _hooks.Happens("things/1");

        await _hooks.Pump();

        Assert.Equal(3, _hooks.Received.Count);
        var (one, two) = (
            _hooks.Received.First(r => r.Subject == "things/1"),
            _hooks.Received.Last(r => r.Subject == "things/1")
        );
        Assert.Equal(first.Id, one.Id);
        Assert.Equal(endpoint.Url, one.Address.ToString());
        Assert.True(one.IsSignedWith(endpoint.Secrets[0].Value, _hooks.Clock.GetUtcNow()));
        Assert.False(one.IsSignedWith("whsec_" + Convert.ToBase64String(new byte[32]), _hooks.Clock.GetUtcNow()));
        Assert.Equal((1, null), (one.SubjectSequence, (long?)one.Json["previoussequence"]));
        Assert.Equal((2, 1), (two.SubjectSequence, (long?)two.Json["previoussequence"]));
        Assert.Equal($"/tenants/{OutgoingHarness.Tenant}", (string?)one.Json["source"]);
        Assert.All(await _hooks.Deliveries(endpoint), d => Assert.Equal(DeliveryState.Delivered, d.State));
    }

    [Fact]
    public async Task Only_what_the_endpoint_wants_is_sent_and_the_previous_number_is_that_of_what_was()
    {
        var endpoint = await _hooks.Endpoint(
            new(
                Types: ["thing.updated"],
                Filter: new Dictionary<string, IReadOnlyList<string>> { ["a.b"] = ["yes", "1"] }
            )
        );
        await _hooks.Happens("things/1", content: """{"a":{"b":"Yes"}}""");
        await _hooks.Happens("things/1", content: """{"a":{"b":"no"}}""");
        await _hooks.Happens("things/1", verb: ChangeVerb.Created, content: """{"a":{"b":"yes"}}""");
        await _hooks.Happens("things/1", content: """{"a":{"b":1}}""");
        await _hooks.Happens("things/1", content: """{"a":"yes"}""");
        await _hooks.Happens("others/1", type: "other", content: """{"a":{"b":"yes"}}""");

        await _hooks.Pump();

        Assert.Equal([1, 4], _hooks.Received.Select(r => r.SubjectSequence));
        Assert.Equal(1, (long?)_hooks.Received[1].Json["previoussequence"]);
        Assert.Equal(2, (await _hooks.Deliveries(endpoint)).Count);
    }

    [Fact]
    public async Task A_failure_is_tried_again_at_growing_times_and_holds_up_its_subject_alone()
    {
        var endpoint = await _hooks.Endpoint();
        _hooks.Answer = json =>
            new((string?)json["subject"] == "things/1" ? HttpStatusCode.InternalServerError : HttpStatusCode.OK);
        await _hooks.Happens("things/1");
        await _hooks.Happens("things/1");
        await _hooks.Happens("things/2");
        await _hooks.Pump();

        Assert.Equal(["things/1", "things/2"], _hooks.Received.Select(r => r.Subject).Order());
        // Each wait a fifth shorter and longer.
        TimeSpan[] waits =
        [
            TimeSpan.FromSeconds(5),
            TimeSpan.FromMinutes(5),
            TimeSpan.FromMinutes(30),
            TimeSpan.FromHours(2),
            TimeSpan.FromHours(5),
            TimeSpan.FromHours(10),
            TimeSpan.FromHours(10),
        ];
        for (var i = 0; i < waits.Length; i++)
        {
            var before = _hooks.Received.Count;
            await _hooks.After(waits[i] * 0.79);
            Assert.Equal(before, _hooks.Received.Count);
            await _hooks.After(waits[i] * 0.42);
            Assert.Equal(1, _hooks.Received[before].SubjectSequence);
            Assert.Equal(before + (i == waits.Length - 1 ? 2 : 1), _hooks.Received.Count);
        }
        // Given up after the eighth; the second event is tried at once, at last.
        var deliveries = await _hooks.Deliveries(endpoint);
        Assert.Contains(deliveries, d => d is { State: DeliveryState.Failed, AttemptCount: 8, Attempts.Count: 8 });
        Assert.Equal(2, _hooks.Received[^1].SubjectSequence);
    }

    [Fact]
    public async Task What_did_not_arrive_arrives_when_the_receiver_is_well_again_in_order()
    {
        var endpoint = await _hooks.Endpoint();
        _hooks.Answer = _ =>
            throw new HttpRequestException(
                "refused",
                new System.Net.Sockets.SocketException((int)System.Net.Sockets.SocketError.ConnectionRefused)
            );
        await _hooks.Happens("things/1");
        await _hooks.Happens("things/1");
        await _hooks.Pump();
        Assert.NotNull((await _hooks.Now(endpoint)).FailingSince);
        _hooks.Answer = _ => new(HttpStatusCode.OK) { Content = new StringContent(new string('x', 5_000)) };

        await _hooks.After(TimeSpan.FromSeconds(7));

        Assert.Equal([1, 1, 2], _hooks.Received.Select(r => r.SubjectSequence));
        var delivery = (await _hooks.Deliveries(endpoint)).Single(d => d.SubjectSequence == 1);
        Assert.Equal("host-unreachable", delivery.Attempts[0].Error);
        Assert.Equal((200, 1024), (delivery.Attempts[1].Status, delivery.Attempts[1].Answer!.Length));
        Assert.Null((await _hooks.Now(endpoint)).FailingSince);
    }

    [Fact]
    public async Task A_receiver_that_asks_for_patience_gets_it()
    {
        await _hooks.Endpoint();
        _hooks.Answer = _ =>
        {
            var answer = new HttpResponseMessage(HttpStatusCode.TooManyRequests);
            answer.Headers.RetryAfter = new RetryConditionHeaderValue(TimeSpan.FromMinutes(10));
            return answer;
        };
        await _hooks.Happens("things/1");
        await _hooks.Pump();

        await _hooks.After(TimeSpan.FromMinutes(9));
        Assert.Single(_hooks.Received);
        await _hooks.After(TimeSpan.FromMinutes(2));
        Assert.Equal(2, _hooks.Received.Count);
    }

    [Fact]
    public async Task An_open_circuit_is_no_attempt()
    {
        var endpoint = await _hooks.Endpoint();
        _hooks.Answer = _ => throw new Polly.CircuitBreaker.BrokenCircuitException("open", TimeSpan.FromSeconds(15));
        await _hooks.Happens("things/1");
        await _hooks.Pump();
        Assert.Equal(0, Assert.Single(await _hooks.Deliveries(endpoint)).AttemptCount);
        _hooks.Answer = _ => new(HttpStatusCode.OK);

        await _hooks.After(TimeSpan.FromSeconds(16));

        Assert.Equal(DeliveryState.Delivered, Assert.Single(await _hooks.Deliveries(endpoint)).State);
    }

    [Fact]
    public async Task An_endpoint_that_is_gone_is_disabled_at_once()
    {
        var endpoint = await _hooks.Endpoint();
        _hooks.Answer = _ => new(HttpStatusCode.Gone);
        await _hooks.Happens("things/1");

        await _hooks.Pump();

        var now = await _hooks.Now(endpoint);
        Assert.Equal((false, DisabledReason.Gone), (now.Enabled, now.DisabledReason));
        await _hooks.After(TimeSpan.FromDays(2));
        Assert.Single(_hooks.Received);
    }

    [Fact]
    public async Task Five_days_without_an_arrival_disable_it_after_a_warning_and_enabling_it_sends_what_waited_and_what_happened()
    {
        var endpoint = await _hooks.Endpoint();
        _hooks.Answer = _ => new(HttpStatusCode.BadGateway);
        var (warned, disabled) = (0, 0);
        for (var hour = 1; hour <= 6 * 24; hour++)
        {
            // Each of another subject, so that there is always something to try.
            await _hooks.Happens($"things/{hour}");
            await _hooks.After(TimeSpan.FromHours(1));
            var now = await _hooks.Now(endpoint);
            warned = warned == 0 && now.WarnedAt is not null ? hour : warned;
            if (!now.Enabled)
            {
                disabled = hour;
                Assert.Equal(DisabledReason.Failing, now.DisabledReason);
                break;
            }
        }
        Assert.InRange(warned, 72, 74);
        Assert.InRange(disabled, 120, 122);
        var sent = _hooks.Received.Count;
        await _hooks.Happens("things/1");
        await _hooks.After(TimeSpan.FromHours(12));
        Assert.Equal(sent, _hooks.Received.Count);
        _hooks.Received.Clear();
        _hooks.Answer = _ => new(HttpStatusCode.OK);

        var enabled = await _hooks.Endpoints.Change(OutgoingHarness.Tenant, endpoint.Id, null, new(Enabled: true), Ct);
        await _hooks.After(TimeSpan.FromHours(12));

        Assert.Equal((true, null), (enabled.Endpoint!.Enabled, enabled.Endpoint.FailingSince));
        var waiting = (await _hooks.Deliveries(endpoint)).Count(d => d.State == DeliveryState.Waiting);
        Assert.Equal(0, waiting);
        Assert.Contains(_hooks.Received, r => r is { Subject: "things/1", SubjectSequence: 2 });
        Assert.All(
            _hooks.Received.GroupBy(r => r.Subject),
            subject =>
                Assert.Equal(subject.Select(r => r.SubjectSequence).Order(), subject.Select(r => r.SubjectSequence))
        );
    }

    [Fact]
    public async Task A_claim_of_a_process_that_died_runs_out()
    {
        var endpoint = await _hooks.Endpoint();
        _hooks.Answer = _ => throw new InvalidOperationException("The process dies here.");
        await _hooks.Happens("things/1");
        await Assert.ThrowsAsync<InvalidOperationException>(_hooks.Pump);
        Assert.NotNull(Assert.Single(await _hooks.Deliveries(endpoint)).ClaimedUntil);
        _hooks.Answer = _ => new(HttpStatusCode.OK);
        // Another message of the subject finds it claimed, and looks again when the claim is over.
        await _hooks.Happens("things/1");

        await _hooks.After(TimeSpan.FromSeconds(10));
        Assert.Single(_hooks.Received);
        await _hooks.After(TimeSpan.FromSeconds(40));

        Assert.Equal([1, 1, 2], _hooks.Received.Select(r => r.SubjectSequence));
    }

    [Fact]
    public async Task No_more_than_its_limit_a_second_is_sent()
    {
        await _hooks.Endpoint(new(MaxPerSecond: 5));
        for (var i = 0; i < 30; i++)
        {
            await _hooks.Happens($"things/{i}");
        }
        await _hooks.Pump();
        Assert.InRange(_hooks.Received.Count, 1, 5);
        for (var i = 1; i < 30 && _hooks.Received.Count < 30; i++)
        {
            await _hooks.After(TimeSpan.FromMilliseconds(500));
            Assert.InRange(_hooks.Received.Count, 0, 5 + (int)Math.Ceiling(i * 2.5));
        }
        Assert.Equal(30, _hooks.Received.Count);
    }

    [Fact]
    public async Task An_old_secret_signs_beside_the_new_one_for_a_day()
    {
        var endpoint = await _hooks.Endpoint();
        var old = endpoint.Secrets[0].Value;
        var rotated = (await _hooks.Endpoints.RotateSecret(OutgoingHarness.Tenant, endpoint.Id, Ct)).Endpoint!;
        var fresh = rotated.Secrets[0].Value;
        Assert.NotEqual(old, fresh);
        await _hooks.Happens("things/1");
        await _hooks.Pump();
        await _hooks.After(TimeSpan.FromHours(25));
        await _hooks.Happens("things/1");
        await _hooks.Pump();

        var now = _hooks.Clock.GetUtcNow();
        Assert.True(_hooks.Received[0].IsSignedWith(old, now - TimeSpan.FromHours(25)));
        Assert.True(_hooks.Received[0].IsSignedWith(fresh, now - TimeSpan.FromHours(25)));
        Assert.False(_hooks.Received[1].IsSignedWith(old, now));
        Assert.True(_hooks.Received[1].IsSignedWith(fresh, now));
        for (var i = 0; i < 4; i++)
        {
            Assert.NotNull((await _hooks.Endpoints.RotateSecret(OutgoingHarness.Tenant, endpoint.Id, Ct)).Endpoint);
        }
        var refused = await _hooks.Endpoints.RotateSecret(OutgoingHarness.Tenant, endpoint.Id, Ct);
        Assert.Equal("webhook-secrets-limit", Assert.Single(refused.Errors).Code);
    }

    [Fact]
    public async Task A_period_is_replayed_in_order_and_one_delivery_too()
    {
        var endpoint = await _hooks.Endpoint(new(Types: ["thing.*"]));
        var start = _hooks.Clock.GetUtcNow();
        for (var i = 0; i < 120; i++)
        {
            await _hooks.Happens($"things/{i % 3}", type: i % 10 == 9 ? "other" : "thing");
            _hooks.Clock.Advance(TimeSpan.FromMinutes(1));
        }
        await _hooks.Pump();
        Assert.Equal(108, _hooks.Received.Count);
        _hooks.Received.Clear();

        var replay = (
            await _hooks.Log.ReplayPeriod(
                OutgoingHarness.Tenant,
                endpoint.Id,
                "usr_1",
                start + TimeSpan.FromMinutes(10),
                start + TimeSpan.FromMinutes(110),
                Ct
            )
        ).Value;
        await _hooks.Pump();

        Assert.Equal(90, _hooks.Received.Count);
        Assert.All(
            _hooks.Received.GroupBy(r => r.Subject),
            subject =>
                Assert.Equal(subject.Select(r => r.SubjectSequence).Order(), subject.Select(r => r.SubjectSequence))
        );
        var done = await _hooks.Log.GetReplay(OutgoingHarness.Tenant, endpoint.Id, replay.Id, Ct);
        Assert.Equal((ReplayState.Finished, 90), (done!.State, done.Queued));

        var one = (await _hooks.Deliveries(endpoint)).First(d => d.ReplayId is null);
        var again = (await _hooks.Log.Replay(OutgoingHarness.Tenant, endpoint.Id, one.Id, Ct)).Value;
        await _hooks.Pump();
        Assert.Equal(one.EventId, _hooks.Received[^1].Id);
        Assert.Equal(
            DeliveryState.Delivered,
            (await _hooks.Log.Get(OutgoingHarness.Tenant, endpoint.Id, again.Id, Ct))!.State
        );
    }

    [Fact]
    public async Task An_endpoint_that_was_deleted_gets_nothing_and_leaves_no_position()
    {
        var endpoint = await _hooks.Endpoint();
        await _hooks.Happens("things/1");

        Assert.Null(await _hooks.Endpoints.Delete(OutgoingHarness.Tenant, endpoint.Id, Ct));
        await _hooks.Pump();

        Assert.Empty(_hooks.Received);
        var left = await _hooks
            .Get<IDocumentStores>()
            .ForTenant(OutgoingHarness.Tenant)
            .Get(new DocumentPath($"webhookEndpoints/{endpoint.Id}/webhookDeliveries/position"), Ct);
        Assert.Null(left);
        Assert.Equal(
            "webhook-endpoint-not-found",
            (await _hooks.Endpoints.Delete(OutgoingHarness.Tenant, endpoint.Id, Ct))!.Code
        );
    }

    [Fact]
    public async Task An_event_that_the_feed_has_forgotten_is_given_up()
    {
        var endpoint = await _hooks.Endpoint();
        var one = await _hooks.Happens("things/1");
        await _hooks.Get<EventReader>().Read(OutgoingHarness.Tenant, endpoint, Ct);
        await _hooks.Get<IDocumentStores>().ForTenant(OutgoingHarness.Tenant).Delete($"events/{one.Id}", ct: Ct);

        await _hooks.Pump();

        var delivery = Assert.Single(await _hooks.Deliveries(endpoint));
        Assert.Equal((DeliveryState.Failed, "event-gone"), (delivery.State, delivery.Attempts[0].Error));
        Assert.Empty(_hooks.Received);
    }

    [Fact]
    public async Task Whatever_fails_and_dies_every_event_arrives_at_least_once_and_in_the_order_of_its_subject()
    {
        // A step: an event of one of three subjects, or time. A fault: none, a refusal, or the process dies.
        await Gen.Select(Gen.Int[0, 6].Array[5, 30], Gen.Int[0, 5].Array[40])
            .SampleAsync(
                async (steps, faults) =>
                {
                    await using var hooks = new OutgoingHarness();
                    var endpoint = await hooks.Endpoint();
                    var turn = 0;
                    hooks.Answer = _ =>
                        faults[turn++ % faults.Length] switch
                        {
                            0 => new(HttpStatusCode.ServiceUnavailable),
                            1 => throw new InvalidOperationException("The process dies here."),
                            _ => new(HttpStatusCode.OK),
                        };
                    foreach (var step in steps)
                    {
                        if (step < 5)
                        {
                            await hooks.Happens($"things/{step % 3}");
                        }
                        await Survive(hooks, TimeSpan.FromSeconds(step));
                    }
                    hooks.Answer = _ => new(HttpStatusCode.OK);
                    for (var day = 0; day < 4; day++)
                    {
                        await Survive(hooks, TimeSpan.FromHours(11));
                    }
                    var deliveries = await hooks.Deliveries(endpoint);
                    Assert.All(deliveries, d => Assert.Equal(DeliveryState.Delivered, d.State));
                    Assert.Equal(steps.Count(step => step < 5), deliveries.Count);
                    foreach (var subject in hooks.Received.GroupBy(r => r.Subject))
                    {
                        var numbers = subject.Select(r => r.SubjectSequence).ToList();
                        Assert.Equal(numbers.Order(), numbers);
                        Assert.Equal(numbers.Max(), numbers.Distinct().Count());
                    }
                },
                iter: 25,
                threads: 1
            );
    }

    // A message whose process died comes again when its lock has run out.
    private static async Task Survive(OutgoingHarness hooks, TimeSpan time)
    {
        hooks.Clock.Advance(time);
        for (var i = 0; i < 20; i++)
        {
            try
            {
                await hooks.Pump();
                return;
            }
            catch (InvalidOperationException)
            {
                hooks.Clock.Advance(TimeSpan.FromMinutes(3));
            }
        }
    }
}
