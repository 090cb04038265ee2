using System.CommandLine;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using IntegrationFunctions.Mapping.Definitions;
using IntegrationFunctions.Mapping.Discovery;
using IntegrationFunctions.Mapping.Jsonata.Json;
using IntegrationFunctions.Mapping.Jsonata.Values;
using IntegrationFunctions.Mapping.Models;
using IntegrationFunctions.Mapping.Suggestions;

namespace IntegrationFunctions.Functions.Cli;

/// <summary>
/// <c>suggest --input FILE --target MODEL [--title TEXT]</c>: prints a mapping of the records to the model, ready for <c>map --mapping</c>; scores
/// and reasons go to stderr. Exit code 0: each field that the model needs has a rule; 1: some have none that fits.
/// </summary>
internal static class SuggestCommand
{
    private static readonly JsonSerializerOptions Written = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static Command Create()
    {
        var input = new Option<string>("--input")
        {
            HelpName = "FILE",
            Description = "A record, an array of records, or a record a line, as JSON; - reads the standard input.",
            Required = true,
        };
        var target = new Option<string>("--target")
        {
            HelpName = "MODEL",
            Description = "The model to map to, such as invoice.",
            Required = true,
        };
        var title = new Option<string?>("--title")
        {
            HelpName = "TEXT",
            Description = "What the records are, such as 'supplier invoices'; else the name of the file.",
        };
        var command = new Command("suggest", "Suggests a mapping for records, with scores and reasons.")
        {
            input,
            target,
            title,
        };
        command.SetAction(
            async (parsed, _) =>
                await Run(
                    parsed.GetRequiredValue(input),
                    parsed.GetRequiredValue(target),
                    parsed.GetValue(title),
                    parsed.InvocationConfiguration.Output,
                    parsed.InvocationConfiguration.Error
                )
        );
        return command;
    }

    private static async Task<int> Run(string file, string target, string? title, TextWriter output, TextWriter error)
    {
        if (CanonicalModels.Find(target) is not { } model)
        {
            var known = string.Join(", ", CanonicalModels.All.Select(one => one.Name));
            throw new UserErrorException($"There is no model '{target}'. There are: {known}.");
        }
        var records = InputRecords.Read(file).Select((record, i) => Record(file, record, i)).ToList();
        if (records.Count == 0)
        {
            throw new UserErrorException($"'{file}' holds no records; suggestions need some to look at.");
        }
        title ??= file == "-" ? "records" : Path.GetFileNameWithoutExtension(file);
        var suggestions = SuggestRules.Run(DiscoveredModel.Infer(records, title), model);
        var mapping = SuggestRules.ToMapping(suggestions, $"suggested-{model.Name}", model, title);
        var json = JsonSerializer.SerializeToNode(mapping, MappingJson.Default.MappingDefinition)!;
        await output.WriteLineAsync(WithoutDefaults(json).ToJsonString(Written));
        await error.WriteAsync(Table(suggestions));
        var gaps = suggestions
            .Concat(suggestions.SelectMany(suggestion => suggestion.Entries ?? []))
            .Count(suggestion => suggestion.Score == 0);
        await error.WriteLineAsync(
            $"{records.Count} records, {suggestions.Count} rules suggested, {gaps} to be filled in"
        );
        return gaps == 0 ? 0 : 1;
    }

    private static JsonObject Record(string file, JsonataValue record, int index) =>
        record.Object is null
            ? throw new UserErrorException(
                $"Record {index + 1} of '{file}' is not an object, such as {{ \"id\": \"1\" }}."
            )
            : JsonNode.Parse(JsonText.Write(record))!.AsObject();

    // What a mapping has anyway is left out, as people do.
    private static JsonNode WithoutDefaults(JsonNode node)
    {
        if (node is JsonArray list)
        {
            foreach (var entry in list)
            {
                WithoutDefaults(entry!);
            }
        }
        if (node is JsonObject members)
        {
            foreach (var (name, value) in members.ToList())
            {
                if (name is "required" or "twoWay" or "ignoreCase" && value?.GetValueKind() == JsonValueKind.False)
                {
                    members.Remove(name);
                }
                else if (name == "version")
                {
                    members.Remove(name);
                }
                else if (name is not "value" && value is not null)
                {
                    WithoutDefaults(value);
                }
            }
        }
        return node;
    }

    private static string Table(IReadOnlyList<Suggestion> suggestions)
    {
        var rows = suggestions.SelectMany(Rows).ToList();
        var (target, from) = (rows.Max(row => row.Target.Length), Math.Min(rows.Max(row => row.From.Length), 44));
        var table = new StringBuilder();
        foreach (var row in rows)
        {
            table.AppendLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{row.Target.PadRight(target)}  {row.Score:F2}  {row.From.PadRight(from)}  {row.Reasons}"
                )
            );
        }
        return table.ToString();
    }

    private static IEnumerable<(string Target, double Score, string From, string Reasons)> Rows(Suggestion suggestion)
    {
        yield return Row(suggestion, "");
        foreach (var entry in suggestion.Entries ?? [])
        {
            yield return Row(entry, "  ");
        }
    }

    private static (string Target, double Score, string From, string Reasons) Row(Suggestion suggestion, string indent)
    {
        var rule = suggestion.Rule;
        var from =
            suggestion.Score == 0 ? "?" : rule.Source ?? rule.Each ?? rule.Expression ?? rule.Value!.Value.GetRawText();
        return (indent + rule.Target, suggestion.Score, from, string.Join(' ', suggestion.Reasons));
    }
}
