using System.Globalization;
using IntegrationFunctions.Mapping.Jsonata;
using IntegrationFunctions.Mapping.Jsonata.Errors;
using IntegrationFunctions.Mapping.Jsonata.Evaluation;
using IntegrationFunctions.Mapping.Jsonata.Json;

namespace IntegrationFunctions.Tests.Unit.Mapping.Jsonata;

/// <summary>
/// Random and mutated expressions: each ends with a value that can be written, or with a <see cref="JsonataException"/>. JSONATA_FUZZ says how
/// many (20,000 where unset), JSONATA_SEED with which to begin.
/// </summary>
public sealed class FuzzTests
{
    private static readonly string[] Pieces =
    [
        "a",
        "b.c",
        "$",
        "$$",
        "%",
        "*",
        "**",
        "1",
        "0",
        "-1",
        "1.5",
        "1e300",
        "'x'",
        "\"\"",
        "true",
        "false",
        "null",
        "[]",
        "{}",
        "$x",
        "$i",
        "(",
        ")",
        "[",
        "]",
        "{",
        "}",
        ",",
        ";",
        ":",
        "?",
        ".",
        "..",
        "+",
        "-",
        "*",
        "/",
        "%",
        "=",
        "!=",
        "<",
        "<=",
        ">",
        ">=",
        "&",
        "and",
        "or",
        "in",
        ":=",
        "~>",
        "?:",
        "??",
        "^(",
        "@$x",
        "#$i",
        "|",
        "/a+/",
        "/(a|b)*c/i",
        "function($x) { ",
        "function($x, $y)<nn:n> { ",
        " }",
        "$sum(",
        "$map(",
        "$filter(",
        "$reduce(",
        "$sort(",
        "$string(",
        "$number(",
        "$keys(",
        "$lookup(",
        "$spread(",
        "$merge(",
        "$each(",
        "$sift(",
        "$zip(",
        "$append(",
        "$match(",
        "$replace(",
        "$split(",
        "$join(",
        "$pad(",
        "$substring(",
        "$formatNumber(",
        "$formatInteger(",
        "$parseInteger(",
        "$fromMillis(",
        "$toMillis(",
        "$eval(",
        "$clone(",
        "$distinct(",
        "$single(",
        "$error(",
        "$assert(",
        "$type(",
        "'#,##0.00'",
        "'[Y0001]-[M01]-[D01]'",
        "'[FNn], [D1o] [MNn]'",
        "'Ww'",
        "'1 + 1'",
        "[1..5]",
        "[1..100]",
        "{'k': 1}",
        "{a: b}",
        "`b c`",
    ];

    private static readonly string[] Whole =
    [
        "$sum(lines[kind = 'a'].(price * count))",
        "lines{kind: $sum(price)}",
        "lines^(>price, kind).name",
        "lines@$l.tags[$ = $l.kind]",
        "lines#$i[$i > 0].name",
        "lines.tags.%.name",
        "$ ~> |lines[0]|{'x': 1}, 'name'|",
        "$map(lines, function($v, $k, $a) { $v.name & $k })",
        "($f := function($n) { $n <= 1 ? 1 : $n * $f($n - 1) }; $f(5))",
        "$reduce(lines.price, function($a, $b) { $a + $b }, 0)",
        "lines.{'n': name, 't': tags[0]}",
        "$formatNumber(price, '#,##0.00;(#)')",
        "$fromMillis(1510067557121, '[H01]:[m01] [P]')",
        "$replace(name, /(\\w)(\\w*)/, '$2$1')",
        "$substring(?, 0, 2)(name)",
        "$string ~> $length",
        "**.price",
        "lines[price > 1 and count < 9][0]",
        "$eval('[1, 2, name]')",
        "$sift($, function($v) { $type($v) = 'string' })",
        "[lines.name, [1, 2], 1..3]",
        "lines[].name",
        "a ?? name ?: 1",
        "$split(name, /[aeiou]/)",
        "$toMillis('2026-01-31', '[Y]-[M]-[D]')",
        "$spread(lines[0]) ~> $merge",
        "lines.(price > 5 ? 'x' : tags)",
    ];

    private static readonly JsonataOptions Options = new()
    {
        Limits = new Limits
        {
            Bytes = 4 * 1024 * 1024,
            Steps = 200_000,
            Time = TimeSpan.FromSeconds(10),
            RegexTime = TimeSpan.FromMilliseconds(200),
        },
    };

    private static readonly byte[] Input =
        """
        { "name": "Brown", "price": 12.5, "a": null, "b": { "c": [1, 2, [3]] }, "b c": "q",
          "lines": [ { "name": "one", "kind": "a", "price": 2, "count": 3, "tags": ["a", "b"] },
                     { "name": "two", "kind": "b", "price": 9.99, "count": 1, "tags": [] },
                     { "name": "three", "kind": "a", "price": -1, "count": 0, "tags": ["x"] } ] }
        """u8.ToArray();

    [Fact]
    public void Nothing_but_a_value_or_an_error_comes_out()
    {
        var times = Number("JSONATA_FUZZ", 20_000);
        var seed = Number("JSONATA_SEED", 1);
        var input = JsonText.Read(Input);
        var (values, errors) = (0, 0);
        for (var i = 0; i < times; i++)
        {
            var text = Expression(new Random(seed + i));
            try
            {
                var value = JsonataExpression.Compile(text, Options).Evaluate(input);
                JsonText.Write(value);
                values++;
            }
            catch (JsonataException error)
            {
                Assert.NotEmpty(error.Message);
                errors++;
            }
            catch (Exception other)
            {
                Assert.Fail($"JSONATA_SEED={seed + i}: {text}\n{other}");
            }
        }
        // Mutations that all fail to be read would prove little.
        Assert.InRange(values, times / 20, times);
        Assert.InRange(errors, times / 20, times);
    }

    private static string Expression(Random random)
    {
        if (random.Next(4) == 0)
        {
            return string.Join(
                random.Next(2) == 0 ? "" : " ",
                Enumerable.Range(0, random.Next(1, 14)).Select(_ => Pick(Pieces, random))
            );
        }
        var text = Pick(Whole, random);
        for (var times = random.Next(0, 4); times > 0; times--)
        {
            text = Mutated(text, random);
        }
        return text;
    }

    private static string Mutated(string text, Random random)
    {
        var at = random.Next(text.Length + 1);
        var end = Math.Min(text.Length, at + random.Next(1, 8));
        return random.Next(8) switch
        {
            0 => text[..at] + text[end..],
            1 => text[..at] + Pick(Pieces, random) + text[at..],
            2 => text[..at] + Pick(Pieces, random) + text[end..],
            3 =>
                $"({text}){Pick([".", " & ", " + ", " ~> ", " = ", " in ", " ?? ", "[", ".."], random)}{Pick(Whole, random)}",
            4 => $"$map([{text}, 1], function($x) {{ {Pick(Whole, random)} }})",
            5 => $"({text})[{Pick(Pieces, random)}]",
            6 => text[..at] + (char)random.Next(32, 0x250) + text[at..],
            _ => $"[{text}].({Pick(Whole, random)})",
        };
    }

    private static string Pick(string[] from, Random random) => from[random.Next(from.Length)];

    private static int Number(string name, int otherwise) =>
        int.TryParse(
            Environment.GetEnvironmentVariable(name),
            NumberStyles.None,
            CultureInfo.InvariantCulture,
            out var number
        )
            ? number
            : otherwise;
}
