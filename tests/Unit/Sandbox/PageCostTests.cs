using IntegrationFunctions.Sandbox.Sap;
using IntegrationFunctions.Sandbox.Sap.Sets;
using IntegrationFunctions.Sandbox.Worlds;
using IntegrationFunctions.Tests.Support;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace IntegrationFunctions.Tests.Unit.Sandbox;

/// <summary>What reading a list costs, counted in rows and not in seconds: the same on a busy machine.</summary>
public sealed class PageCostTests : IDisposable
{
    private readonly string _folder = Path.Combine(Path.GetTempPath(), $"sandbox-{Guid.NewGuid():N}");
    private readonly WorldRegistry _worlds;
    private readonly CountingSet _set;

    public PageCostTests()
    {
        _worlds = new WorldRegistry(_folder, new ManualTimeProvider());
        var service = EdmService.All["API_OPLACCTGDOCITEMCUBE_SRV"];
        var world = _worlds.GetOrCreate("w", 100_000, 1).World;
        _set = new CountingSet(EntitySets.Open(world, service, "A_OperationalAcctgDocItemCube")!);
    }

    public void Dispose()
    {
        _worlds.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public void A_list_without_filter_computes_each_row_once()
    {
        Assert.Equal(60_000, ReadAll("", ""));
        Assert.InRange(_set.Computed, 60_000, 60_000 + 120);
    }

    [Fact]
    public void A_filtered_list_looks_at_each_row_once_over_all_its_pages()
    {
        Assert.Equal(12_000, ReadAll("FinancialAccountType eq 'K'", ""));
        Assert.InRange(_set.Computed, 60_000, 60_000 + 24);
    }

    [Fact]
    public void A_filter_with_count_looks_at_each_row_twice_and_not_once_a_page()
    {
        Assert.Equal(12_000, ReadAll("FinancialAccountType eq 'K'", "allpages"));
        Assert.InRange(_set.Computed, 120_000, 120_000 + 24);
    }

    [Fact]
    public void A_filter_on_a_range_of_the_key_looks_at_the_range_only()
    {
        Assert.Equal(
            20,
            ReadAll(
                "AccountingDocument gt '1800050000' and AccountingDocument le '1800050100' and FinancialAccountType eq 'K'",
                ""
            )
        );
        Assert.InRange(_set.Computed, 100, 200);
    }

    private int ReadAll(string filter, string inlineCount)
    {
        var views = new SortedViews();
        var read = 0;
        SkipToken? token = null;
        do
        {
            var query = new Dictionary<string, StringValues> { ["$filter"] = filter };
            if (inlineCount.Length > 0)
            {
                query["$inlinecount"] = inlineCount;
            }
            if (token is not null)
            {
                query["$skiptoken"] = token.ToString();
            }
            var page = Page.Read(_set, QueryOptions.Parse(new QueryCollection(query), _set.Type), views);
            read += page.Rows.Count;
            token = page.Next;
        } while (token is not null);
        return read;
    }

    private sealed class CountingSet(IEntitySet inner) : IEntitySet
    {
        public int Computed { get; private set; }

        public EdmType Type => inner.Type;

        public int Count => inner.Count;

        public IReadOnlyList<string> Ascending => inner.Ascending;

        public IEntityRow Row(int index)
        {
            Computed++;
            return inner.Row(index);
        }

        public int Find(IReadOnlyDictionary<string, string> key) => inner.Find(key);
    }
}
