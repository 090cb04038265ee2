using System.Globalization;
using System.Text.Json.Nodes;
using IntegrationFunctions.Connectors;
using IntegrationFunctions.Platform.Results;

namespace IntegrationFunctions.Tests.Unit.Sync;

/// <summary>A source of one object that pages by key, as the connectors do.</summary>
internal sealed class FakeSource(int pageSize = 3)
{
    public SortedDictionary<string, (string Value, decimal Amount)> Records { get; } = new(StringComparer.Ordinal);

    /// <summary>Called with the number of each page before it is read; it may change the source.</summary>
    public Action<int>? BeforePage { get; set; }

    public int Pages { get; private set; }

    public void Fill(int count, Func<int, string>? value = null)
    {
        for (var i = 0; i < count; i++)
        {
            Put(Key(i), value?.Invoke(i) ?? $"v{i}", i / 100m);
        }
    }

    public static string Key(int i) => i.ToString("D6", CultureInfo.InvariantCulture);

    public void Put(string key, string value, decimal amount = 1m) => Records[key] = (value, amount);

    public Task<Result<SourcePage>> Fetch(string? state)
    {
        BeforePage?.Invoke(++Pages);
        var rest = Records.Where(r => state is null || string.CompareOrdinal(r.Key, state) > 0);
        var page = rest.Take(pageSize + 1).ToList();
        var records = page.Take(pageSize).Select(r => Record(r.Key, r.Value.Value, r.Value.Amount)).ToList();
        return Task.FromResult<Result<SourcePage>>(
            new SourcePage(records, records.Count > 0 ? records[^1].Key : state, page.Count > pageSize)
        );
    }

    public static SourceRecord Record(string key, string value, decimal amount = 1m) =>
        new(
            key,
            new JsonObject { ["value"] = value, ["amount"] = amount.ToString(CultureInfo.InvariantCulture) },
            $"W/{value.Length}",
            new RecordMoney(amount, "EUR")
        );
}
