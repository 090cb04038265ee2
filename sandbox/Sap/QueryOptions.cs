using System.Globalization;
using IntegrationFunctions.Sandbox.Sap.Filter;
using Microsoft.AspNetCore.Http;

namespace IntegrationFunctions.Sandbox.Sap;

/// <summary>The system query options of a request, checked against the type that they speak of.</summary>
internal sealed record QueryOptions(
    int? Top,
    int Skip,
    FilterNode? Filter,
    string FilterText,
    IReadOnlyList<(EdmProperty Property, bool Descending)> OrderBy,
    string OrderText,
    Projection Projection,
    bool InlineCount,
    SkipToken? SkipToken
)
{
    private static readonly string[] Known =
    [
        "$top",
        "$skip",
        "$filter",
        "$orderby",
        "$select",
        "$expand",
        "$inlinecount",
        "$format",
        "$skiptoken",
        "$count",
    ];

    public static QueryOptions Parse(IQueryCollection query, EdmType type)
    {
        foreach (var option in query.Keys.Where(k => k.StartsWith('$') && !Known.Contains(k)))
        {
            throw ODataException.Bad($"The query option '{option}' is not known to this service.");
        }
        if (Text(query, "$format") is { } format && format != "json")
        {
            throw ODataException.Bad($"$format={format} is not supported; this system answers json.");
        }
        var filter = Text(query, "$filter");
        var order = Text(query, "$orderby");
        return new QueryOptions(
            Number(query, "$top"),
            Number(query, "$skip") ?? 0,
            string.IsNullOrWhiteSpace(filter) ? null : FilterParser.Parse(filter, type),
            filter ?? "",
            Order(order, type),
            order ?? "",
            Projection.Parse(Text(query, "$select"), Text(query, "$expand"), type),
            Text(query, "$inlinecount") switch
            {
                null or "none" => false,
                "allpages" => true,
                var other => throw ODataException.Bad($"$inlinecount={other} is not valid; it takes allpages or none."),
            },
            Text(query, "$skiptoken") is { } token ? Sap.SkipToken.Parse(token) : null
        );
    }

    private static string? Text(IQueryCollection query, string option) =>
        query[option] switch
        {
            [] => null,
            [var single] => single,
            _ => throw ODataException.Bad($"The query option {option} is given more than once."),
        };

    private static int? Number(IQueryCollection query, string option) =>
        Text(query, option) is not { } text ? null
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value
        : throw ODataException.Bad($"{option}={text} is not valid; it takes a whole number from 0.");

    private static List<(EdmProperty, bool)> Order(string? text, EdmType type)
    {
        var order = new List<(EdmProperty, bool)>();
        foreach (var part in (text ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries))
        {
            var words = part.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (words.Length is 0 or > 2 || (words.Length == 2 && words[1] is not ("asc" or "desc")))
            {
                throw ODataException.Bad(
                    $"'{part.Trim()}' in $orderby is not valid; write a property, then asc or desc."
                );
            }
            var property = type.Find(words[0]) ?? throw ODataException.UnknownProperty(words[0], type);
            order.Add((property, words.Length == 2 && words[1] == "desc"));
        }
        return order;
    }
}
