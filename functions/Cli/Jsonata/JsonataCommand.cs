using System.CommandLine;
using IntegrationFunctions.Mapping.Jsonata;
using IntegrationFunctions.Mapping.Jsonata.Errors;
using IntegrationFunctions.Mapping.Jsonata.Json;
using IntegrationFunctions.Mapping.Jsonata.Values;

namespace IntegrationFunctions.Functions.Cli.Jsonata;

/// <summary><c>jsonata 'EXPR' [--input FILE]</c> and <c>jsonata test FILE</c>. Exit code 0: a value, or all passed; 1: an error, or some failed.</summary>
internal static class JsonataCommand
{
    public static Command Create()
    {
        var expression = new Argument<string>("expression") { Description = "The expression, between single quotes." };
        var input = new Option<string?>("--input")
        {
            HelpName = "FILE",
            Description = "JSON that it is evaluated over; - reads the standard input. Without: nothing.",
        };
        var decimals = new Option<bool>("--decimals") { Description = "Calculate with decimals: 0.1 + 0.2 is 0.3." };
        var command = new Command(
            "jsonata",
            "Evaluates an expression and prints its value as JSON; nothing where it has none."
        )
        {
            expression,
            input,
            decimals,
        };
        command.SetAction(parsed =>
            Evaluate(
                parsed.GetRequiredValue(expression),
                parsed.GetValue(input),
                new JsonataOptions { Decimals = parsed.GetValue(decimals) },
                parsed.InvocationConfiguration.Output,
                parsed.InvocationConfiguration.Error
            )
        );
        command.Subcommands.Add(Test());
        return command;
    }

    private static Command Test()
    {
        var file = new Argument<string>("file")
        {
            Description =
                "Cases, a JSON object a line (id, expr, data or dataset, bindings, result or code), with a folder datasets beside it.",
        };
        var test = new Command("test", "Runs cases of the official test suite and prints what failed.") { file };
        test.SetAction(parsed => Test(parsed.GetRequiredValue(file), parsed.InvocationConfiguration.Output));
        return test;
    }

    private static int Evaluate(string text, string? input, JsonataOptions options, TextWriter output, TextWriter error)
    {
        try
        {
            var on = input is null ? default : InputFile.Json(input);
            var value = JsonataExpression.Compile(text, options).Evaluate(on);
            if (value.Kind == JsonataKind.Function)
            {
                throw new UserErrorException(
                    "The value is a function, which can't be printed. Call it, with arguments in parentheses."
                );
            }
            if (!value.IsUndefined)
            {
                output.WriteLine(JsonText.Write(value, indented: true));
            }
            return 0;
        }
        catch (JsonataException wrong)
        {
            error.WriteLine(Explain(text, wrong));
            return 1;
        }
    }

    // The line of the expression that the error stands in, and a mark below the place.
    private static string Explain(string text, JsonataException wrong)
    {
        var message = $"integration-functions: {wrong.Code}: {wrong.Message}";
        if (wrong.Position is not { } position)
        {
            return message;
        }
        var at = Math.Clamp(position - 1, 0, Math.Max(0, text.Length - 1));
        var start = at == 0 ? 0 : text.LastIndexOf('\n', at - 1) + 1;
        var end = text.IndexOf('\n', at);
        var line = text[start..(end < 0 ? text.Length : end)].TrimEnd('\r');
        return $"{message}\n  {line.Replace('\t', ' ')}\n  {new string(' ', at - start)}^ character {position}";
    }

    private static int Test(string file, TextWriter output)
    {
        if (!File.Exists(file))
        {
            throw new UserErrorException($"There is no file '{file}'. Name a file with a case a line.");
        }
        var (passed, all) = (0, 0);
        foreach (var (id, failure) in new JsonataCases(file).Run())
        {
            all++;
            passed += failure is null ? 1 : 0;
            if (failure is not null)
            {
                output.WriteLine($"failed {id}: {(failure.Length > 500 ? failure[..500] + "..." : failure)}");
            }
        }
        output.WriteLine($"passed {passed} of {all}");
        return passed == all ? 0 : 1;
    }
}
