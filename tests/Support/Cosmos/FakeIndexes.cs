using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace IntegrationFunctions.Tests.Support.Cosmos;

/// <summary>
/// Which orders an indexing policy serves: that of one path where the path is included, that of several where a composite index has exactly these
/// paths, in these directions or all in the opposite ones.
/// </summary>
internal static partial class FakeIndexes
{
    public static bool Serve(JsonNode policy, IReadOnlyList<(string Expression, bool Descending)> order)
    {
        var wanted = order.Select(key => (Path: Names(key.Expression[1..]), key.Descending)).ToArray();
        return wanted.Length switch
        {
            0 => true,
            1 => Items(policy, "includedPaths").Any(path => Names(Text(path, "path")[..^2]) == wanted[0].Path),
            _ => Items(policy, "compositeIndexes")
                .Select(composite =>
                    composite!
                        .AsArray()
                        .Select(path => (Names(Text(path, "path")), Text(path, "order") == "descending"))
                        .ToArray()
                )
                .Any(composite =>
                    composite.SequenceEqual(wanted)
                    || composite.SequenceEqual(wanted.Select(key => (key.Path, !key.Descending)))
                ),
        };
    }

    private static JsonArray Items(JsonNode policy, string name) => policy[name]!.AsArray();

    private static string Text(JsonNode? node, string name) => node![name]!.GetValue<string>();

    // Of a path of a policy and of one of a query alike.
    private static string Names(string path) =>
        string.Join('\n', Name().Matches(path).Select(name => name.Value.Trim('"')));

    [GeneratedRegex("\"[^\"]*\"|[A-Za-z0-9_]+", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Name();
}
