using System.Globalization;
using IntegrationFunctions.Mapping.Jsonata;
using IntegrationFunctions.Mapping.Jsonata.Errors;
using IntegrationFunctions.Mapping.Jsonata.Evaluation;
using IntegrationFunctions.Mapping.Jsonata.Json;

namespace IntegrationFunctions.Tests.Unit.Mapping.Jsonata;

/// <summary>Nothing but a result or an error of JSONata comes out of whatever text. JSONATA_FUZZ is the number of texts, JSONATA_FUZZ_SEED where they begin.</summary>
public sealed class FuzzTests(ITestOutputHelper output)
{
    private static readonly string[] Inputs =
    [
        """{"a": 1, "b": [1, [2]], "c": {"a": "x", "kids": [{"name": "p"}, {"name": "q", "a": null}]}, "name": "n"}""",
        """[{"a": [1, 2], "kids": [{"name": "p", "b": 2}]}, {"a": "s"}, null, [[]], true]""",
        "\"a b\"",
        "[]",
    ];

    private static readonly JsonataOptions Options = new()
    {
        Limits = new Limits
        {
            Time = TimeSpan.FromMilliseconds(500),
            Depth = 200,
            Steps = 20_000,
            Bytes = 1024 * 1024,
        },
    };

    [Fact]
    public void Only_results_and_errors_of_the_language_come_out()
    {
        var seed = Setting("JSONATA_FUZZ_SEED", Random.Shared.Next());
        var count = Setting("JSONATA_FUZZ", 20_000);
        output.WriteLine($"JSONATA_FUZZ_SEED={seed} JSONATA_FUZZ={count}");
        var inputs = Array.ConvertAll(Inputs, JsonText.Read);
        var (random, results) = (new Random(seed), 0);
        var grammar = new ExpressionGrammar(random);
        for (var i = 0; i < count; i++)
        {
            var text = grammar.Next();
            try
            {
                JsonText.Write(
                    JsonataExpression
                        .Compile(text, random.Next(8) == 0 ? Options with { Decimals = true } : Options)
                        .Evaluate(inputs[random.Next(inputs.Length)])
                );
                results++;
            }
            catch (JsonataException error)
            {
                Assert.NotEmpty(error.Message);
            }
            catch (Exception error) when (error is not Xunit.Sdk.XunitException)
            {
                Assert.Fail($"Seed {seed}, text {i}: {text}\n{error}");
            }
        }
        output.WriteLine($"{results} had a result");
        Assert.True(results > count / 20, $"Only {results} of {count} had a result.");
    }

    private static int Setting(string name, int otherwise) =>
        int.TryParse(
            Environment.GetEnvironmentVariable(name),
            NumberStyles.None,
            CultureInfo.InvariantCulture,
            out var value
        )
            ? value
            : otherwise;
}
