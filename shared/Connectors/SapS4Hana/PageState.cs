using System.Text.Json;
using System.Text.Json.Nodes;

namespace IntegrationFunctions.Connectors.SapS4Hana;

/// <summary>Where a pass stands.</summary>
/// <param name="Next">The system's own link to the rest of the page asked for, or null.</param>
/// <param name="After">Key of the last record read, or null at the start.</param>
/// <param name="Fetched">Records of the page asked for that <paramref name="Next"/> has behind it.</param>
/// <param name="Limit">Size of the page asked for.</param>
internal sealed record PageState(Uri? Next, IReadOnlyList<string>? After, int Fetched, int Limit)
{
    public static readonly PageState Start = new(null, null, 0, 0);

    public static bool TryParse(string text, SapObject source, out PageState state)
    {
        state = Start;
        try
        {
            if (JsonNode.Parse(text) is not JsonObject json)
            {
                return false;
            }
            var after = json["after"] is JsonArray keys ? keys.Select(key => (string)key!).ToArray() : null;
            var link = (string?)json["next"];
            Uri? next = null;
            if (
                after is null
                || after.Length != source.KeyFields.Count
                || after.Any(string.IsNullOrEmpty)
                || (string?)json["of"] != source.Name
                || (link is not null && !Uri.TryCreate(link, UriKind.Absolute, out next))
            )
            {
                return false;
            }
            state = new PageState(next, after, (int?)json["fetched"] ?? 0, (int?)json["limit"] ?? 0);
            return true;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException)
        {
            return false;
        }
    }

    public string ToString(SapObject source)
    {
        var json = new JsonObject
        {
            ["of"] = source.Name,
            ["after"] = new JsonArray([.. After!.Select(key => (JsonNode)key)]),
        };
        if (Next is not null)
        {
            json["next"] = Next.AbsoluteUri;
            json["fetched"] = Fetched;
            json["limit"] = Limit;
        }
        return json.ToJsonString();
    }
}
