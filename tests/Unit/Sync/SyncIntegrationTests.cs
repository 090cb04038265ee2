using System.Text.Json.Nodes;
using IntegrationFunctions.Connectors.Sync;
using IntegrationFunctions.Durable;
using IntegrationFunctions.Identity.Quotas;
using IntegrationFunctions.Platform.Documents;
using IntegrationFunctions.Platform.Results;
using IntegrationFunctions.Workflows.Sync;

namespace IntegrationFunctions.Tests.Unit.Sync;

/// <summary>The workflow on the embedded engine, over the SQLite store and a source that can do anything.</summary>
public sealed class SyncIntegrationTests : IAsyncLifetime
{
    private const string Tenant = SyncHost.Tenant;
    private const string Id = SyncHost.Integration;
    private const string Run = "run_1";
    private readonly SyncHost _host = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private IDocumentStores Stores => _host.Stores;

    private SyncRuns Runs => _host.Runs;

    public ValueTask InitializeAsync() => new(_host.Backend.StartAsync());

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task More_pages_than_one_execution_takes_are_brought_in_and_proved()
    {
        _host.Things.Fill(450);
        _host.Connector.Objects["others"] = new FakeSource(50);
        _host.Connector.Objects["others"].Fill(120);

        var result = Result(await Synchronise());

        Assert.True(result.Ties);
        Assert.Equal([("things", 450), ("others", 120)], result.Objects.Select(o => (o.ObjectName, (int)o.Seen)));
        Assert.All(result.Objects, o => Assert.Equal(o.Seen, o.Added));
        Assert.Equal(449 * 450 / 200m, result.Objects[0].Completeness.Source.Sums["EUR"]);
        Assert.Equal(SyncRunStatus.Succeeded, (await Book()).Status);
    }

    [Fact]
    public async Task Errors_that_pass_are_waited_out()
    {
        _host.Things.Fill(5);
        _host.Connector.Before = (verb, call) =>
            call is 2 or 3 ? new IntegrationError(ErrorKind.Transient, "source-failing", $"{verb} failed.") : null;

        var result = Result(await Synchronise());

        Assert.True(result.Ties);
        Assert.Equal((5, 5), (result.Objects[0].Seen, result.Objects[0].Added));
        Assert.True(_host.Connector.Calls("fetch") > 6, "nothing was tried again");
    }

    [Fact]
    public async Task A_month_without_records_left_stops_before_the_page_and_the_next_one_brings_the_rest()
    {
        await _host.Plans.Set(Tenant, Plans.Free.Name, ct: Ct);
        // All but five of the month's records went elsewhere; pages have two.
        Assert.Null(await _host.Quotas.CountRecords(Tenant, Plans.Free.RecordsPerMonth - 5, Ct));
        _host.Things.Fill(9);

        var stopped = await Synchronise();

        Assert.Equal(OrchestrationRuntimeStatus.Failed, stopped.RuntimeStatus);
        var book = await Book();
        Assert.Equal((SyncRunStatus.Failed, "record-quota-exceeded"), (book.Status, book.Error?.Code));
        Assert.Contains("/api/v1/usage", book.Error?.Message, StringComparison.Ordinal);
        Assert.Equal(Plans.Free.RecordsPerMonth - 1, (await _host.Quotas.Read(Tenant, Ct)).Records);
        Assert.Equal(4, await _host.Stored());

        _host.Backend.Clock.Advance((await _host.Quotas.Read(Tenant, Ct)).Ends - _host.Backend.Clock.GetUtcNow());
        await _host.Begin("run_2");
        var result = Result(await _host.End("run_2"));
        Assert.True(result.Ties);
        Assert.Equal((5, 4), ((int)result.Objects[0].Added, (int)result.Objects[0].Unchanged));
        Assert.Equal(5, (await _host.Quotas.Read(Tenant, Ct)).Records);
    }

    [Theory]
    [InlineData("fetch", 2, ErrorKind.Permanent, "source-gone")]
    [InlineData("fetch", 5, ErrorKind.SignInExpired, "sign-in-refused")]
    [InlineData("count", 1, ErrorKind.Configuration, "address-wrong")]
    [InlineData("open", 1, ErrorKind.Permanent, "integration-paused")]
    [InlineData("open", 3, ErrorKind.Permanent, "integration-paused")]
    [InlineData("open", 4, ErrorKind.Permanent, "integration-not-found")]
    public async Task An_error_that_stays_ends_the_run_at_once_under_its_code(
        string verb,
        int call,
        ErrorKind kind,
        string code
    )
    {
        _host.Things.Fill(5);
        _host.Connector.Before = (v, c) =>
            v == verb && c >= call ? new IntegrationError(kind, code, "A person must act.") : null;

        var ended = await Synchronise();

        Assert.Equal(OrchestrationRuntimeStatus.Failed, ended.RuntimeStatus);
        var book = await Book();
        Assert.Equal(
            (SyncRunStatus.Failed, code, "A person must act."),
            (book.Status, book.Error!.Code, book.Error.Message)
        );
        Assert.Equal(call, _host.Connector.Calls(verb));
    }

    [Fact]
    public async Task What_a_failed_run_brought_in_stays_and_the_next_run_goes_over_all()
    {
        _host.Things.Fill(7);
        _host.Connector.Before = (verb, call) =>
            verb == "fetch" && call == 3 ? new IntegrationError(ErrorKind.Permanent, "broken", "Broken.") : null;
        await Synchronise();
        _host.Connector.Before = null;

        var result = Result(await Synchronise("run_2"));

        Assert.True(result.Ties);
        Assert.Equal((7, 3, 4), (result.Objects[0].Seen, result.Objects[0].Added, result.Objects[0].Unchanged));
    }

    [Fact]
    public async Task A_source_that_changes_between_pass_and_proof_does_not_tie_and_the_difference_is_named()
    {
        _host.Things.Fill(4);
        // Two pages for the pass; the third read is the proof's first.
        _host.Things.BeforePage = page =>
        {
            if (page == 3)
            {
                _host.Things.Put("zzz", "late");
            }
        };
        var result = Result(await Synchronise());

        Assert.False(result.Ties);
        Assert.Equal("The source has 5 records, the store 4.", result.Objects[0].Completeness.Difference);
        Assert.Equal(SyncRunStatus.Succeeded, (await Book()).Status);
    }

    [Fact]
    public async Task A_source_that_counts_otherwise_than_it_lists_does_not_tie()
    {
        _host.Things.Fill(4);
        _host.Connector.Before = (verb, call) =>
        {
            if (verb == "count" && call == 2)
            {
                _host.Things.Put("zzz", "late");
            }
            return null;
        };
        var completeness = Result(await Synchronise()).Objects[0].Completeness;

        Assert.Equal((false, "The source counts 5 records but lists 4."), (completeness.Ties, completeness.Difference));
    }

    [Theory]
    [InlineData("lost", "The source has 4 records, the store 3.")]
    [InlineData("amount", "The sum in EUR is 0.06 at the source and 9.04 in the store.")]
    [InlineData("content", "Count and sums are equal, but some record's content differs.")]
    public async Task What_is_lost_or_altered_in_the_store_makes_the_proof_fail(string harm, string difference)
    {
        _host.Things.Fill(4);
        _host.Connector.Before = (verb, call) =>
        {
            // The proof counts the source just before it reads the store.
            if (verb == "count" && call == 2)
            {
                Harm(harm);
            }
            return null;
        };
        var completeness = Result(await Synchronise()).Objects[0].Completeness;

        Assert.Equal((false, difference), (completeness.Ties, completeness.Difference));
    }

    [Fact]
    public async Task A_record_that_can_not_be_stored_does_not_hold_up_the_others_and_is_named_by_the_proof()
    {
        _host.Things.Fill(3);
        _host.Things.Put("a/b", "unfit");

        var ended = await Synchronise();

        var result = Result(ended).Objects[0];
        Assert.Equal((3, 3, 1), (result.Seen, result.Added, result.Refused));
        Assert.False(result.Completeness.Ties);
        Assert.Contains("'a/b'", result.Completeness.Difference);
        Assert.Contains("'a/b'", Assert.Single(result.Refusals!));
        Assert.Contains("a/b", (await Book()).Result!.ToJsonString());
    }

    [Theory]
    [InlineData(2)]
    [InlineData(9)]
    [InlineData(15)]
    public async Task A_crash_in_the_middle_loses_and_doubles_nothing(int page)
    {
        _host.Things.Fill(20);
        var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _host.Things.BeforePage = p =>
        {
            if (p == page)
            {
                reached.TrySetResult();
            }
        };
        await _host.Begin(Run);
        await reached.Task.WaitAsync(TimeSpan.FromSeconds(30), Ct);
        await _host.Backend.CrashAndRestartAsync();

        var result = Result(await _host.End(Run));

        Assert.True(result.Ties);
        Assert.Equal((20, 20), (result.Objects[0].Seen, result.Objects[0].Added));
    }

    [Fact]
    public async Task A_run_that_was_ended_from_outside_does_not_begin()
    {
        _host.Things.Fill(3);
        await Runs.Enter(Tenant, Id, Run, "api", Ct);
        await Runs.Finish(Tenant, Id, Run, null, new SyncRunError("run-terminated", "Ended."), true, Ct);

        Assert.Equal(OrchestrationRuntimeStatus.Failed, (await Synchronise()).RuntimeStatus);
        Assert.Equal((0, "run-terminated"), (_host.Things.Pages, (await Book()).Error!.Code));
    }

    private Task<OrchestrationMetadata> Synchronise(string run = Run) => _host.Synchronise(run);

    private async Task<SyncRun> Book() => (await Runs.Get(Tenant, Id, Run, Ct))!;

    private static SyncResult Result(OrchestrationMetadata ended)
    {
        Assert.True(ended.RuntimeStatus == OrchestrationRuntimeStatus.Completed, ended.FailureDetails?.ToString());
        return ended.ReadOutputAs<SyncResult>()!;
    }

    private void Harm(string how)
    {
        var store = Stores.ForTenant(Tenant);
        var path = SyncPass.RecordsOf(Id, "things").Document(FakeSource.Key(2));
        if (how == "lost")
        {
            store.Delete(path, ct: Ct).GetAwaiter().GetResult();
            return;
        }
        var record = JsonNode.Parse(store.Get(path, Ct).GetAwaiter().GetResult()!.Content.Span)!.AsObject();
        if (how == "amount")
        {
            record["amount"] = "9.00";
        }
        else
        {
            record["raw"]!["value"] = "altered";
        }
        var batch = new DocumentBatch(path.Collection).Set(
            path.Id,
            System.Text.Encoding.UTF8.GetBytes(record.ToJsonString())
        );
        store.Commit(batch, Ct).GetAwaiter().GetResult();
    }
}
