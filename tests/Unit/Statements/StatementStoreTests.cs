using System.Text;
using IntegrationFunctions.Banking.Statements.Store;
using IntegrationFunctions.Platform.Storage;
using IntegrationFunctions.Tests.Unit.Reconciliation;

namespace IntegrationFunctions.Tests.Unit.Statements;

public sealed class StatementStoreTests : IAsyncDisposable
{
    private readonly ReconciliationFixture _bench = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _bench.DisposeAsync();

    [Fact]
    public async Task A_file_is_stored_with_its_figures_and_found_again_at_a_repeat()
    {
        var first = await Import(() => Camt.File("S1", 10m, 35.50m, Camt.Credit(25.50m, name: "Hafenkante")));
        var second = await Import(() => Camt.File("S1", 10m, 35.50m, Camt.Credit(25.50m, name: "Hafenkante")));
        var header = Assert.Single(first.Statements).Statement;
        Assert.False(first.AlreadyThere);
        Assert.True(second.AlreadyThere);
        Assert.Equal(header.Id, second.Statements[0].Statement.Id);
        Assert.Equal(new BalanceCheck(true, 35.50m, 0m), header.BalanceCheck);
        Assert.Equal(new StatementSum("EUR", 25.50m, 0m, 1), Assert.Single(header.Sums));
        Assert.Single((await _bench.Statements.List(ReconciliationFixture.Tenant, 10, null, ct: Ct)).Items);
        Assert.Null(await _bench.Statements.Get("ten_b", header.Id, Ct));
    }

    [Fact]
    public async Task Another_content_under_the_same_bank_id_is_another_statement()
    {
        var first = await Import(() => Camt.File("S1", 0m, 1m, Camt.Credit(1m)));
        var second = await Import(() => Camt.File("S1", 0m, 2m, Camt.Credit(2m)));
        Assert.NotEqual(first.Statements[0].Statement.Id, second.Statements[0].Statement.Id);
    }

    [Fact]
    public async Task Balances_that_do_not_tie_are_said_with_the_difference()
    {
        var import = await Import(() => Camt.File("S1", 10m, 40m, Camt.Credit(25.50m)));
        Assert.Equal(new BalanceCheck(false, 35.50m, 4.50m), import.Statements[0].Statement.BalanceCheck);
    }

    [Fact]
    public async Task A_batch_entry_whose_transactions_sum_up_is_a_line_each()
    {
        var import = await Import(() =>
            Camt.File("S1", 0m, 3m, Camt.Entry(3m, Camt.Transaction(1m, "RF1"), Camt.Transaction(2m, "RF2")))
        );
        var lines = await Lines(import.Statements[0].Statement.Id);
        Assert.Equal([(1m, "RF1"), (2m, "RF2")], lines.Select(l => (l.Amount, l.CreditorReferences.Single())));
        Assert.Equal(1, import.Statements[0].Statement.Entries);
        Assert.Equal(2, import.Statements[0].Statement.Lines);
    }

    [Fact]
    public async Task A_batch_entry_whose_transactions_do_not_sum_up_stays_whole()
    {
        var import = await Import(() =>
            Camt.File("S1", 0m, 3m, Camt.Entry(3m, Camt.Transaction(1m, "RF1"), Camt.Transaction(1.50m, "RF2")))
        );
        var line = Assert.Single(await Lines(import.Statements[0].Statement.Id));
        Assert.Equal(3m, line.Amount);
        Assert.Equal(["RF1", "RF2"], line.CreditorReferences);
    }

    [Fact]
    public async Task A_kill_between_batches_leaves_nothing_visible_and_the_repeat_completes_it()
    {
        var entries = Enumerable.Range(1, 250).Select(i => Camt.Credit(i)).ToArray();
        MemoryStream File() => Camt.File("S1", 0m, 31_375m, entries);
        // Three batches of lines, then the header.
        for (var commits = 0; commits < 4; commits++)
        {
            _bench.Stores.CommitsLeft = commits;
            await Assert.ThrowsAsync<StorageException>(() =>
                _bench.Statements.Import(ReconciliationFixture.Tenant, File(), Ct)
            );
            Assert.Empty((await _bench.Statements.List(ReconciliationFixture.Tenant, 10, null, ct: Ct)).Items);
        }
        _bench.Stores.CommitsLeft = null;
        var import = await Import(File);
        Assert.False(import.AlreadyThere);
        var lines = await Lines(import.Statements[0].Statement.Id);
        Assert.Equal(Enumerable.Range(1, 250).Select(i => (decimal)i), lines.Select(l => l.Amount));
    }

    [Theory]
    [InlineData("", "empty-file")]
    [InlineData("{\"not\":\"xml\"}", "not-xml")]
    public async Task What_is_no_statement_is_refused_with_a_code(string content, string code)
    {
        var result = await _bench.Statements.Import(
            ReconciliationFixture.Tenant,
            new MemoryStream(Encoding.UTF8.GetBytes(content)),
            Ct
        );
        Assert.Equal(code, result.Error?.Code);
    }

    [Fact]
    public async Task Long_texts_stay_within_the_limits_of_a_batch()
    {
        var text = new string('ü', 20_000);
        var entries = Enumerable.Range(1, 120).Select(i => Camt.Credit(1m, text: text)).ToArray();
        var import = await Import(() => Camt.File("S1", 0m, 120m, entries));
        Assert.Equal(120, (await Lines(import.Statements[0].Statement.Id)).Count);
        Assert.True(_bench.Stores.Commits > 3);
    }

    private async Task<StatementImport> Import(Func<MemoryStream> file)
    {
        using var content = file();
        return (await _bench.Statements.Import(ReconciliationFixture.Tenant, content, Ct)).Value;
    }

    private async Task<List<StatementLine>> Lines(string statementId)
    {
        var lines = new List<StatementLine>();
        await foreach (var line in _bench.Statements.AllLines(ReconciliationFixture.Tenant, statementId))
        {
            lines.Add(line);
        }
        return lines;
    }
}
