using IntegrationFunctions.Mapping.Jsonata;
using IntegrationFunctions.Mapping.Jsonata.Json;

namespace IntegrationFunctions.Tests.Unit.Mapping.Jsonata;

public sealed class ThreadTests
{
    [Fact]
    public void Threads_share_an_expression()
    {
        const string text = """
            (
              $double := function($x) { $x * 2 };
              $again := function($n, $sum) { $n = 0 ? $sum : $again($n - 1, $sum + $double($n)) };
              {
                "id": id, "sum": $again(50, 0), "names": items^(>rank).name,
                "parents": items.{"n": name, "of": %.id}, "text": $replace(key, /(\d+)/, "<$1>"),
                "more": $eval("$sum(items.rank)"), "changed": ($ ~> |items|{"rank": rank + 1}|).items.rank
              }
            )
            """;
        var expression = JsonataExpression.Compile(text);
        Parallel.For(
            0,
            200,
            new ParallelOptions { MaxDegreeOfParallelism = 8 },
            i =>
            {
                var input =
                    $$"""{"id": {{i}}, "key": "k{{i}}", "items": [{"name": "a", "rank": 1}, {"name": "b", "rank": {{i + 2}}}]}""";
                Assert.Equal(
                    $$"""{"id":{{i}},"sum":2550,"names":["b","a"],"parents":[{"n":"a","of":{{i}}},{"n":"b","of":{{i}}}],"text":"k<{{i}}>","more":{{i + 3}},"changed":[2,{{i + 3}}]}""",
                    JsonText.Write(expression.Evaluate(JsonText.Read(input)))
                );
            }
        );
    }

    [Fact]
    public void Threads_share_a_cache_that_overflows()
    {
        var cache = new ExpressionCache(new JsonataOptions(), capacity: 10);
        Parallel.For(0, 500, i => Assert.Equal(i % 25, cache.Get($"{i % 25} + 0").Evaluate(default).AsDouble));
    }
}
