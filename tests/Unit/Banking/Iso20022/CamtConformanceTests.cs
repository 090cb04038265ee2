using System.Text.Json;
using IntegrationFunctions.Banking.Statements;

namespace IntegrationFunctions.Tests.Unit.Banking.Iso20022;

/// <summary>Against the public samples: what another library reads from them, and that opening plus entries is closing.</summary>
public class CamtConformanceTests
{
    private const string Pairs = "genkgo-camt/test/data";

    /// <summary>Samples that are wrong themselves, and how.</summary>
    private static readonly Dictionary<string, string> Inconsistent = new()
    {
        [$"{Pairs}/camt053.v2.all-balance-types.xml"] = "balances are numbered through, not counted",
        [$"{Pairs}/camt053.v2.five.decimals.xml"] = "18.150 and 8.850 make 27.000, not 27.050",
        [$"{Pairs}/camt053.v2.minimal.ultimate.xml"] = "opens in EUR and closes in SEK",
        [$"{Pairs}/camt053.v2.minimal.xml"] = "opens in EUR and closes in SEK",
        [$"{Pairs}/camt053.v2.with-party-ids.xml"] = "opens in EUR and closes in SEK",
        [$"{Pairs}/camt053.v3.xml"] = "opens in EUR and closes in SEK",
        [$"{Pairs}/camt053.v4.xml"] = "opens in EUR and closes in SEK",
        [$"{Pairs}/camt053.v8.xml"] = "opens in EUR and closes in SEK",
    };

    [Fact]
    public void Values_are_those_that_another_library_reads()
    {
        var folder = Path.Combine(Iso20022Data.Folder, Pairs);
        var compared = 0;
        foreach (var path in Directory.EnumerateFiles(folder, "*.json").Order(StringComparer.Ordinal))
        {
            var file = CamtFixture.Read(File.ReadAllBytes(Path.ChangeExtension(path, ".xml"))).Value;
            using var json = JsonDocument.Parse(File.ReadAllBytes(path));
            new GenkgoComparison(Path.GetFileName(path)).Compare(json.RootElement, file);
            compared++;
        }
        Assert.InRange(compared, 25, int.MaxValue);
    }

    [Fact]
    public void Each_statement_of_a_file_is_read()
    {
        var file = CamtFixture
            .Read(File.ReadAllBytes(Path.Combine(Iso20022Data.Folder, Pairs, "camt053.v2.multi.statement.xml")))
            .Value;

        Assert.Equal(
            (8.85m, "000000001"),
            (file.Statements[0].Entries[0].SignedAmount, file.Statements[0].Entries[0].Details[0].EndToEndId)
        );
        Assert.Equal(
            ["253EURNL26VAYB8060476890", "254EURNL26VAYB8060476890"],
            file.Statements.Select(statement => statement.Id)
        );
        var entry = Assert.Single(file.Statements[1].Entries);
        Assert.Equal(
            (-7.00m, "000000002", "Company Name 2"),
            (entry.SignedAmount, entry.Details[0].EndToEndId, entry.Details[0].Counterparty!.Name)
        );
        Assert.Equal((27.00m, 20.00m), (file.Statements[1].Opening!.Amount, file.Statements[1].Closing!.Amount));
    }

    [Fact]
    public void Every_sample_is_read()
    {
        var count = 0;
        foreach (var (name, path) in Iso20022Data.MessagesOf("camt.052.", "camt.053.", "camt.054."))
        {
            var result = CamtFixture.Read(File.ReadAllBytes(path));
            Assert.True(result.Error is null, $"{name}: {result.Error}");
            var isEmpty = name.EndsWith(".wrong.xml", StringComparison.Ordinal);
            Assert.Equal(isEmpty, result.Value.Statements.Count == 0);
            Assert.Equal(isEmpty, result.Value.Deviations.Any(one => one.Code == "no-statement"));
            count++;
        }
        Assert.InRange(count, 29, int.MaxValue);
    }

    [Fact]
    public void Opening_plus_booked_entries_is_closing_but_in_samples_known_to_be_wrong()
    {
        var wrong = new List<string>();
        var consistent = 0;
        foreach (var (name, path) in Iso20022Data.MessagesOf("camt.052.", "camt.053.", "camt.054."))
        {
            var file = CamtFixture.Read(File.ReadAllBytes(path)).Value;
            Assert.Equal(
                Inconsistent.ContainsKey(name),
                file.Deviations.Any(one => one.Code is "balance-mismatch" or "balance-currency")
            );
            foreach (var statement in file.Statements)
            {
                if (statement is not { Opening: { } opening, Closing: { Type: "CLBD" or "ITBD" } closing })
                    continue;
                var booked = statement.Entries.Where(entry => entry.Status == "BOOK").ToArray();
                if (
                    opening.Currency == closing.Currency
                    && opening.Amount + booked.Sum(entry => entry.SignedAmount) == closing.Amount
                )
                    consistent++;
                else
                    wrong.Add(name);
            }
        }
        Assert.Equal(Inconsistent.Keys.Order(StringComparer.Ordinal), wrong.Distinct().Order(StringComparer.Ordinal));
        Assert.InRange(consistent, 1, int.MaxValue);
    }
}
