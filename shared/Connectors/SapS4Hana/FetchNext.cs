using System.Text.Json.Nodes;
using IntegrationFunctions.Connectors.SapS4Hana.OData;
using IntegrationFunctions.Platform.Results;

namespace IntegrationFunctions.Connectors.SapS4Hana;

/// <summary>
/// Reads a page. Pages are cut by key (<c>key gt 'last'</c>), not by position: with positions, an invoice that is cleared while a pass runs
/// moves all later ones up, and one is missed at the page's edge. Where the system itself cuts a page short, its <c>__next</c> is followed.
/// </summary>
internal static class FetchNext
{
    private const int LargestPage = 5000;

    public static async Task<Result<SourcePage>> Run(
        SapSettings settings,
        ODataClient client,
        SapObject source,
        string? state,
        int pageSize,
        CancellationToken ct
    )
    {
        var position = PageState.Start;
        if (state is not null && !PageState.TryParse(state, source, out position))
        {
            return SapErrors.StateInvalid();
        }
        var service = settings.Service(source.Service);
        var asked = Math.Clamp(pageSize, 1, LargestPage);
        var address = position.Next ?? new Uri(service, Query(settings, source, position.After, asked));
        if (!ODataText.IsWithin(address, service))
        {
            return SapErrors.StateInvalid();
        }
        if (!(await client.GetCollection(address, ct)).TryGet(out var page, out var error))
        {
            return error;
        }
        var records = new List<SourceRecord>(page.Results.Count);
        foreach (var item in page.Results)
        {
            try
            {
                var (raw, etag) = ODataText.Clean(item);
                records.Add(source.Record(raw, etag));
            }
            catch (FormatException e)
            {
                return SapErrors.Unexpected(address, $"a record that can't be understood: {e.Message}");
            }
        }
        // Numbers of records asked for travel in the state, so that the end is recognised with any later page size.
        var fetched = position.Fetched + records.Count;
        var limit = position.Next is null ? asked : position.Limit;
        var last = records.Count == 0 ? position.After : source.KeyOf(records[^1].Raw);
        if (page.Next is { } link)
        {
            if (!Uri.TryCreate(address, link, out var next) || !ODataText.IsWithin(next, service))
            {
                return SapErrors.Unexpected(address, "a link to its next page that leads to another host or service");
            }
            if (next == position.Next)
            {
                return SapErrors.Unexpected(address, "a link to its next page that leads to the same page again");
            }
            return new SourcePage(records, new PageState(next, last, fetched, limit).ToString(source), true);
        }
        var hasMore = fetched >= limit && last is not null;
        if (hasMore && position.Next is null && position.After is not null && last!.SequenceEqual(position.After))
        {
            return SapErrors.Unexpected(address, "the same page again");
        }
        return new SourcePage(records, hasMore ? new PageState(null, last, 0, 0).ToString(source) : null, hasMore);
    }

    private static string Query(SapSettings settings, SapObject source, IReadOnlyList<string>? after, int top)
    {
        string?[] conditions =
        [
            source.Filter(settings),
            after is null ? null : After(source.KeyFields, after, source.FixedKeys),
        ];
        var filter = string.Join(" and ", conditions.Where(condition => condition is not null));
        return $"{source.EntitySet}?$format=json&$top={top}&$orderby={string.Join(',', source.KeyFields)}"
            + (source.Expand is null ? "" : $"&$expand={source.Expand}")
            + (filter.Length == 0 ? "" : $"&$filter={Uri.EscapeDataString(filter)}");
    }

    /// <summary>Everything behind a key in lexical order: <c>(a gt 'x' or (a eq 'x' and b gt 'y'))</c>.</summary>
    private static string After(IReadOnlyList<string> fields, IReadOnlyList<string> values, int at)
    {
        var value = ODataText.Literal(values[at]);
        return at == fields.Count - 1
            ? $"{fields[at]} gt {value}"
            : $"({fields[at]} gt {value} or ({fields[at]} eq {value} and {After(fields, values, at + 1)}))";
    }
}
