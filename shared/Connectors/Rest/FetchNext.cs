using System.Globalization;
using System.Text.Json.Nodes;
using IntegrationFunctions.Connectors.Rest.Calls;
using IntegrationFunctions.Connectors.Rest.Definition;
using IntegrationFunctions.Platform.Results;

namespace IntegrationFunctions.Connectors.Rest;

/// <summary>Reads a page in any of the styles.</summary>
internal static class FetchNext
{
    public static async Task<Result<SourcePage>> Run(
        RestClient client,
        RestObject item,
        DateTimeOffset? since,
        string? state,
        int pageSize,
        CancellationToken ct
    )
    {
        var read = item.Read;
        var changed = since is { } time ? PageState.Write(time, read.ChangedSince!.Format) : null;
        var position = state is null
            ? PageState.Start(read.Paging, SizeOf(read, pageSize), changed)
            : PageState.Parse(state, client, item);
        if (position is null || position.Since != changed)
        {
            return RestErrors.StateInvalid();
        }
        if (!(await Page(client, item, position, ct)).TryGet(out var page, out var error))
        {
            return error;
        }
        var records = new List<SourceRecord>(page.Items.Count);
        foreach (var node in page.Items)
        {
            try
            {
                records.Add(
                    RestRecord.Of(
                        item,
                        client.Settings,
                        node as JsonObject ?? throw new FormatException("a list of something else than records")
                    )
                );
            }
            catch (FormatException e)
            {
                return RestErrors.Unexpected(page.Answer.Address, e.Message);
            }
        }
        if (records.Count > 0 && records[0].Key == position.First)
        {
            return RestErrors.Unexpected(page.Answer.Address, "the same page again");
        }
        if (!Next(client, item, position, page).TryGet(out var next, out var noNext))
        {
            return noNext;
        }
        next = next is null
            ? null
            : next with
            {
                Read = position.Read + records.Count,
                First = records.Count > 0 ? records[0].Key : position.First,
            };
        // A state names the first record of the page before, by which a page that repeats is found: there must have been one.
        return next is null ? new SourcePage(records, null, false)
            : next.First is null ? RestErrors.Unexpected(page.Answer.Address, "an empty first page that promises more")
            : new SourcePage(records, next.ToString(client, item), true);
    }

    /// <summary>One page as the system gave it.</summary>
    public static async Task<Result<RestPage>> Page(
        RestClient client,
        RestObject item,
        PageState position,
        CancellationToken ct
    )
    {
        var (read, paging) = (item.Read, item.Read.Paging);
        if (
            !client
                .Build(Call(read, position), position.Variables(paging), HttpMethod.Get, $"/objects/{item.Name}/read")
                .TryGet(out var request, out var error)
        )
        {
            return error;
        }
        if (position.Next is { } link)
        {
            // The link has the parameters in it already.
            request = request with
            {
                Address = link,
                Query = [],
            };
        }
        if (!(await client.Send(request, ct)).TryGet(out var answer, out error))
        {
            return error;
        }
        if (!answer.TryJson(out var body))
        {
            return AnswerErrors.NotJson(answer);
        }
        return List(read, body, item.Name).TryGet(out var list, out error) ? new RestPage(answer, body, list)
            : error.Code == "rest-expression" ? error
            : RestErrors.Unexpected(answer.Address, error.Message);
    }

    private static RestCall Call(RestRead read, PageState position)
    {
        var query = new Dictionary<string, string>(
            read.Query ?? new Dictionary<string, string>(),
            StringComparer.Ordinal
        );
        var headers = new Dictionary<string, string>(
            read.Headers ?? new Dictionary<string, string>(),
            StringComparer.Ordinal
        );
        if (position.Since is not null)
        {
            foreach (var (name, text) in read.ChangedSince?.Query ?? new Dictionary<string, string>())
            {
                query[name] = text;
            }
            foreach (var (name, text) in read.ChangedSince?.Headers ?? new Dictionary<string, string>())
            {
                headers[name] = text;
            }
        }
        var paging = read.Paging;
        if (paging.SizeParameter is { } size)
        {
            query[size] = "{size}";
        }
        if (paging.Parameter is { } parameter)
        {
            query[parameter] = paging.Style switch
            {
                RestPageStyle.Page => "{page}",
                RestPageStyle.Offset => "{offset}",
                _ => "{cursor}",
            };
        }
        return read with { Query = query, Headers = headers };
    }

    private static Result<JsonArray> List(RestRead read, JsonNode? body, string name)
    {
        if (read.Select is { } select)
        {
            if (!Expressions.Evaluate(select, body, $"/objects/{name}/read/select").TryGet(out var text, out var error))
            {
                return error;
            }
            // JSONata makes no difference between a list of one and its entry.
            return (text is null ? null : JsonNode.Parse(text)) switch
            {
                null => new JsonArray(),
                JsonArray several => several,
                var one => new JsonArray(one),
            };
        }
        var (found, place) = (
            FieldPath.Read(body, read.Records),
            read.Records is null ? "the whole" : $"'{read.Records}'"
        );
        return found switch
        {
            JsonArray list => list,
            null when read.MayBeMissing && body is JsonObject => new JsonArray(),
            null => Nothing($"no list at {place}"),
            JsonObject => Nothing($"an object at {place} where a list should be"),
            _ => Nothing($"a value at {place} where a list should be"),
        };
    }

    private static Result<PageState?> Next(RestClient client, RestObject item, PageState position, RestPage page)
    {
        var (paging, count) = (item.Read.Paging, page.Items.Count);
        var more =
            FieldPath.Read(page.Body, paging.More) is JsonValue flag && flag.TryGetValue(out bool said)
                ? said
                : (bool?)null;
        if (paging.More is not null && more is null)
        {
            return RestErrors.Unexpected(page.Answer.Address, $"no true or false at '{paging.More}'");
        }
        switch (paging.Style)
        {
            case RestPageStyle.Cursor:
                var cursor = paging.NextOfLast is { } last
                    ? count == 0
                        ? null
                        : FieldPath.Text(page.Items[^1], last)
                    : FieldPath.Text(page.Body, paging.Next);
                if (more == false || (more is null && paging.NextOfLast is not null && count < position.Size))
                {
                    return default(Result<PageState?>);
                }
                if (more == true && cursor is null)
                {
                    return RestErrors.Unexpected(page.Answer.Address, "more pages but no cursor for them");
                }
                return cursor is null ? default(Result<PageState?>)
                    : cursor == position.Cursor
                        ? RestErrors.Unexpected(page.Answer.Address, "a cursor that leads to the same page again")
                    : position with { Cursor = cursor };
            case RestPageStyle.Link:
                return Linked(
                    client,
                    position,
                    page,
                    paging.Next is { } path ? FieldPath.Text(page.Body, path) : LinkHeader.Next(page.Answer.Headers)
                );
            default:
                var total = Total(page.Body, paging.Total);
                if (paging.Total is not null && total is null)
                {
                    return RestErrors.Unexpected(page.Answer.Address, $"no number at '{paging.Total}'");
                }
                var isMore =
                    more ?? (total is { } all ? count > 0 && position.Read + count < all : count >= position.Size);
                return isMore && count > 0
                    ? position with
                    {
                        At = position.At + (paging.Style == RestPageStyle.Page ? 1 : count),
                    }
                    : default(Result<PageState?>);
        }
    }

    private static Result<PageState?> Linked(RestClient client, PageState position, RestPage page, string? link)
    {
        if (link is null)
        {
            return default(Result<PageState?>);
        }
        if (!Uri.TryCreate(page.Answer.Address, link, out var next) || !client.IsBelowBase(next))
        {
            return RestErrors.Unexpected(
                page.Answer.Address,
                "a link to its next page that leads to another host or out of the base address"
            );
        }
        next = client.Bare(next);
        return next == position.Next
            ? RestErrors.Unexpected(page.Answer.Address, "a link to its next page that leads to the same page again")
            : position with
            {
                Next = next,
            };
    }

    /// <summary>The number there; null where there is none.</summary>
    public static long? Total(JsonNode? body, string? path) =>
        long.TryParse(
            path is null ? (body as JsonValue)?.ToString() : FieldPath.Text(body, path),
            NumberStyles.None,
            CultureInfo.InvariantCulture,
            out var total
        )
            ? total
            : null;

    /// <summary>How many records a page is asked for: where nothing of the call says it, the size is fixed.</summary>
    public static int SizeOf(RestRead read, int wanted)
    {
        var isSaid =
            read.Paging.SizeParameter is not null
            || read.Body is not null
            || (read.Query?.Values ?? [])
                .Append(read.Path)
                .SelectMany(Template.Names)
                .Contains("size", StringComparer.Ordinal);
        return isSaid ? Math.Clamp(wanted, 1, read.Paging.LargestPage) : read.Paging.LargestPage;
    }

    private static IntegrationError Nothing(string what) => new(ErrorKind.Permanent, "list", what);
}

/// <summary>A page: its answer, and what is in it.</summary>
internal sealed record RestPage(RestAnswer Answer, JsonNode? Body, JsonArray Items);
