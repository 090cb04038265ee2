using System.Globalization;

namespace IntegrationFunctions.Tests.Unit.Mapping.Jsonata;

/// <summary>Random expressions: of the grammar, and mutations of them that mostly are no expressions any more.</summary>
internal sealed class ExpressionGrammar(Random random)
{
    private static readonly string[] Names = ["a", "b", "c", "kids", "name", "*", "**", "%", "$", "$$", "$x", "$i"];
    private static readonly string[] Infixes =
    [
        "+",
        "-",
        "*",
        "/",
        "%",
        "&",
        "=",
        "!=",
        "<",
        "<=",
        ">",
        ">=",
        " and ",
        " or ",
        " in ",
        "~>",
        ".",
        "..",
        "?:",
        "??",
        "@",
        "#",
        ":=",
        "^",
    ];

    private static readonly string[] Functions =
    [
        "sum",
        "count",
        "string",
        "length",
        "substring",
        "uppercase",
        "split",
        "join",
        "replace",
        "match",
        "contains",
        "pad",
        "trim",
        "number",
        "round",
        "power",
        "formatNumber",
        "formatInteger",
        "parseInteger",
        "formatBase",
        "fromMillis",
        "toMillis",
        "append",
        "sort",
        "reverse",
        "distinct",
        "zip",
        "keys",
        "lookup",
        "spread",
        "merge",
        "each",
        "sift",
        "map",
        "filter",
        "reduce",
        "single",
        "type",
        "exists",
        "boolean",
        "not",
        "eval",
        "assert",
        "error",
        "encodeUrl",
        "decodeUrl",
        "base64encode",
        "base64decode",
        "max",
        "average",
        "shuffle",
        "clone",
    ];

    private static readonly string[] Literals =
    [
        "0",
        "1",
        "-1",
        "2.5",
        "1e300",
        "true",
        "false",
        "null",
        "\"\"",
        "\"a b\"",
        "\"#,##0.00\"",
        "\"[Y]-[M01]-[D1o] [FNn]\"",
        "\"w;o\"",
        "[]",
        "{}",
        "[1,[2,3]]",
        "{\"a\":1}",
        "/a(b)?/i",
        "/[a-z]+/",
        "[1..3]",
        "\"\\ud83d\"",
        "\"é😀\"",
    ];

    private const string Characters = "()[]{}|.,:;?*%@#$^~&=<>!+-/\"'`\\ a1eλé\n";

    public string Next()
    {
        var text = Expression(random.Next(5));
        return random.Next(3) == 0 ? Mutated(text) : text;
    }

    private string Mutated(string text)
    {
        for (var i = random.Next(1, 4); i > 0 && text.Length > 0; i--)
        {
            var at = random.Next(text.Length);
            var length = random.Next(Math.Min(8, text.Length - at));
            text = random.Next(3) switch
            {
                0 => text.Remove(at, length),
                1 => text.Insert(at, Characters[random.Next(Characters.Length)].ToString()),
                _ => text.Insert(random.Next(text.Length), text.Substring(at, length)),
            };
        }
        return text;
    }

    private string One(string[] of) => of[random.Next(of.Length)];

    private string Expression(int depth)
    {
        if (depth <= 0)
        {
            return random.Next(2) == 0 ? One(Literals) : One(Names);
        }
        string E() => Expression(depth - 1 - random.Next(2));
        return random.Next(20) switch
        {
            0 or 1 => E() + One(Infixes) + E(),
            2 or 3 => $"{E()}.{E()}",
            4 => $"{E()}[{E()}]",
            5 => $"({E()};{E()})",
            6 => $"[{E()},{E()}]",
            7 => $"{{{E()}:{E()},\"b\":{E()}}}",
            8 => $"{E()}{{{E()}:{E()}}}",
            9 => $"{E()}^(<{E()},>{E()})",
            10 => $"{E()}@$x.{E()}",
            11 => $"{E()}#$i.{E()}",
            12 => $"{E()}?{E()}:{E()}",
            13 => $"${One(Functions)}({E()})",
            14 => $"${One(Functions)}({E()},{E()})",
            15 => $"${One(Functions)}({E()},function($x,$i){{{E()}}},{E()})",
            16 => $"($x:={E()};{E()})",
            17 => $"{E()}~>|{E()}|{E()},{E()}|",
            18 => $"(λ($x)<{One(["n", "s-", "a<n>", "x+", "(ns)?", "f"])}>{{{E()}}})({E()})",
            _ => $"${One(Functions)}(?,{E()})({E()},{random.Next(100).ToString(CultureInfo.InvariantCulture)})",
        };
    }
}
