using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using IntegrationFunctions.Connectors.Rest.Calls;
using IntegrationFunctions.Connectors.Rest.Definition;

namespace IntegrationFunctions.Connectors.Rest;

/// <summary>Where a pass stands.</summary>
/// <param name="Size">Records asked for on each page: numbers of pages mean nothing with another size.</param>
/// <param name="At">Number of the page or of the first record, for styles that count.</param>
/// <param name="Cursor">The next cursor, for pages by cursor.</param>
/// <param name="Next">The next page's address, for pages by link.</param>
/// <param name="Read">Records read so far.</param>
/// <param name="First">Key of the first record of the page before, or null at the start.</param>
/// <param name="Since">What the pass asks changes since, as it is sent; null for a full pass.</param>
internal sealed record PageState(int Size, long At, string? Cursor, Uri? Next, long Read, string? First, string? Since)
{
    public static PageState Start(RestPaging paging, int size, string? since) =>
        new(size, paging.First ?? (paging.Style == RestPageStyle.Page ? 1 : 0), null, null, 0, null, since);

    /// <summary>The state of a text; null where it was not made by this connector for this object and this address.</summary>
    public static PageState? Parse(string text, RestClient client, RestObject item)
    {
        try
        {
            if (
                JsonNode.Parse(text) is not JsonObject json
                || (string?)json["by"] != client.Connector
                || (string?)json["of"] != item.Name
                || (string?)json["first"] is not { Length: > 0 } first
                || (int?)json["size"] is not (>= 1 and var size)
                || (long?)json["read"] is not (>= 1 and var read)
            )
            {
                return null;
            }
            var state = new PageState(
                size,
                (long?)json["at"] ?? 0,
                (string?)json["cursor"],
                null,
                read,
                first,
                (string?)json["since"]
            );
            return item.Read.Paging.Style switch
            {
                RestPageStyle.Cursor => state.Cursor is { Length: > 0 } ? state : null,
                RestPageStyle.Link => Uri.TryCreate((string?)json["next"], UriKind.Absolute, out var next)
                && client.IsBelowBase(next)
                    ? state with
                    {
                        Next = next,
                    }
                    : null,
                _ => state.At is >= 1 and <= int.MaxValue ? state : null,
            };
        }
        catch (Exception e)
            when (e is JsonException or InvalidOperationException or FormatException or ArgumentException)
        {
            return null;
        }
    }

    public string ToString(RestClient client, RestObject item)
    {
        var json = new JsonObject
        {
            ["by"] = client.Connector,
            ["of"] = item.Name,
            ["size"] = Size,
            ["read"] = Read,
            ["first"] = First,
        };
        switch (item.Read.Paging.Style)
        {
            case RestPageStyle.Cursor:
                json["cursor"] = Cursor;
                break;
            case RestPageStyle.Link:
                json["next"] = Next!.AbsoluteUri;
                break;
            default:
                json["at"] = At;
                break;
        }
        if (Since is not null)
        {
            json["since"] = Since;
        }
        return json.ToJsonString();
    }

    /// <summary>What a call for this page may name.</summary>
    public RestVariables Variables(RestPaging paging) =>
        new()
        {
            Page = paging.Style == RestPageStyle.Page ? (int)At : null,
            Offset = paging.Style == RestPageStyle.Offset ? At : null,
            Size = Size,
            Cursor = Cursor,
            Since = Since,
        };

    /// <summary>A time as the system wants it.</summary>
    public static string Write(DateTimeOffset time, RestTimeFormat format) =>
        format switch
        {
            RestTimeFormat.Http => time.ToUniversalTime().ToString("R", CultureInfo.InvariantCulture),
            RestTimeFormat.Unix => time.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture),
            RestTimeFormat.Blank => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture),
            _ => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
        };
}
