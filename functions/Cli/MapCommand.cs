using System.CommandLine;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using IntegrationFunctions.Mapping.Definitions;
using IntegrationFunctions.Mapping.Execution;
using IntegrationFunctions.Mapping.Jsonata;
using IntegrationFunctions.Mapping.Jsonata.Errors;
using IntegrationFunctions.Mapping.Jsonata.Json;
using IntegrationFunctions.Mapping.Jsonata.Values;

namespace IntegrationFunctions.Functions.Cli;

/// <summary>
/// <c>map --mapping FILE --input FILE [--key EXPR] [--value-maps FOLDER] [--explain] [--back]</c>: maps records and prints them, one JSON object a line. Exit code 0: all mapped; 1:
/// the mapping is wrong, or records have faults, which are printed to stderr.
/// </summary>
internal static class MapCommand
{
    public static Command Create()
    {
        var mapping = new Option<string>("--mapping")
        {
            HelpName = "FILE",
            Description = "The mapping, as JSON.",
            Required = true,
        };
        var input = new Option<string>("--input")
        {
            HelpName = "FILE",
            Description = "A record, an array of records, or a record a line, as JSON; - reads the standard input.",
            Required = true,
        };
        var key = new Option<string?>("--key")
        {
            HelpName = "EXPR",
            Description = "JSONata that gives a record's key, which rules know as $key.",
        };
        var tables = new Option<string?>("--value-maps")
        {
            HelpName = "FOLDER",
            Description = "Value maps that the mapping does not bring along: NAME.csv (from,to,note) or NAME.json.",
        };
        var explain = new Option<bool>("--explain")
        {
            Description = "Say for each field where it comes from: rule, source fields, value map, default, version.",
        };
        var back = new Option<bool>("--back") { Description = "Map records of the target back to the source." };
        var command = new Command("map", "Maps records by a mapping, and says where each value comes from.")
        {
            mapping,
            input,
            key,
            tables,
            explain,
            back,
        };
        command.SetAction(
            async (parsed, ct) =>
                await Run(
                    parsed.GetRequiredValue(mapping),
                    parsed.GetRequiredValue(input),
                    parsed.GetValue(key),
                    parsed.GetValue(tables),
                    parsed.GetValue(explain),
                    parsed.GetValue(back),
                    parsed.InvocationConfiguration.Output,
                    parsed.InvocationConfiguration.Error
                )
        );
        return command;
    }

    private static async Task<int> Run(
        string mappingFile,
        string inputFile,
        string? key,
        string? tables,
        bool explain,
        bool back,
        TextWriter output,
        TextWriter error
    )
    {
        var definition = Definition(mappingFile);
        var (mapping, errors) = CompiledMapping.Compile(definition, name => ValueMapFiles.Read(tables, name));
        if (mapping is null)
        {
            foreach (var wrong in errors)
            {
                await error.WriteLineAsync($"{mappingFile}: {wrong.Pointer}: {wrong.Message}");
            }
            return 1;
        }
        var keyOf = key is null ? null : KeyExpression(key);
        var (records, faulty) = (0, 0);
        foreach (var record in InputRecords.Read(inputFile))
        {
            records++;
            var result = back ? mapping.Back(record) : mapping.Apply(record, explain, KeyOf(keyOf, record));
            var faults = result.Faults;
            if (!back && faults.Count == 0 && !result.Target.IsUndefined)
            {
                faults = await mapping.Validate(result.Target);
            }
            foreach (var fault in faults)
            {
                await error.WriteLineAsync(
                    $"record {records}: {fault.Field}: {fault.Message} [{fault.Code}, rule {fault.Rule ?? "-"}]"
                );
            }
            faulty += faults.Count > 0 ? 1 : 0;
            if (faults.Count == 0 && !result.Target.IsUndefined)
            {
                await output.WriteLineAsync(
                    result.Why is { } why ? Explained(result.Target, why) : JsonText.Write(result.Target)
                );
            }
        }
        await error.WriteLineAsync($"{records} records, {faulty} with faults");
        return faulty == 0 ? 0 : 1;
    }

    private static JsonataExpression KeyExpression(string text)
    {
        try
        {
            return JsonataExpression.Compile(text);
        }
        catch (JsonataException error)
        {
            throw new UserErrorException($"--key: {error.Message} ({error.Code} at character {error.Position ?? 0})");
        }
    }

    private static string? KeyOf(JsonataExpression? expression, JsonataValue record)
    {
        if (expression is null)
        {
            return null;
        }
        try
        {
            var key = expression.Evaluate(record);
            return key.IsString ? key.AsString()
                : key.IsUndefined ? null
                : JsonText.Write(key);
        }
        catch (JsonataException error)
        {
            throw new UserErrorException($"--key: {error.Message} ({error.Code})");
        }
    }

    private static MappingDefinition Definition(string file)
    {
        var bytes = InputFile.Bytes(file);
        try
        {
            return JsonSerializer.Deserialize(bytes, MappingJson.Default.MappingDefinition)
                ?? throw new UserErrorException($"'{file}' holds null where a mapping should be.");
        }
        catch (JsonException wrong)
        {
            throw wrong.InnerException is JsonException ? InputFile.NotJson(file, wrong) : NoMapping(file, wrong);
        }
    }

    // The reader's own texts name .NET types; what a user needs is the place and what may stand there.
    private static UserErrorException NoMapping(string file, JsonException wrong)
    {
        var at = wrong.Path ?? "$";
        var message =
            wrong.Message.Contains("could not be mapped", StringComparison.Ordinal)
                ? $"There is no member '{at[(at.LastIndexOf('.') + 1)..]}'. A mapping has name, target, rules, source, title, condition, arithmetic, valueMaps, version, author and note; a rule has target, source, expression, value, each, rules, format, valueMap, default, required, condition, twoWay and back."
            : wrong.Message.Contains("missing required", StringComparison.Ordinal)
                ? "A mapping needs name, target and rules; a rule needs target; an entry of a value map needs from and to."
            : "The value is of another type than a mapping has there.";
        return new UserErrorException($"'{file}' is no mapping at {at}: {message}");
    }

    private static string Explained(JsonataValue target, IReadOnlyList<FieldOrigin> why)
    {
        using var buffer = new MemoryStream();
        using (
            var json = new Utf8JsonWriter(
                buffer,
                new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }
            )
        )
        {
            json.WriteStartObject();
            json.WritePropertyName("result");
            json.WriteRawValue(JsonText.Write(target));
            json.WriteStartArray("why");
            foreach (var origin in why)
            {
                Write(json, origin);
            }
            json.WriteEndArray();
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(buffer.ToArray());
    }

    private static void Write(Utf8JsonWriter json, FieldOrigin origin)
    {
        json.WriteStartObject();
        json.WriteString("field", origin.Field);
        json.WritePropertyName("value");
        json.WriteRawValue(origin.Value);
        json.WriteString("rule", origin.Rule);
        json.WriteNumber("version", origin.Version);
        if (origin.Expression is not null)
        {
            json.WriteString("expression", origin.Expression);
        }
        json.WriteStartArray("sources");
        foreach (var source in origin.Sources)
        {
            json.WriteStartObject();
            json.WriteString("field", source.Field);
            json.WritePropertyName("value");
            json.WriteRawValue(source.Value ?? "null");
            json.WriteEndObject();
        }
        json.WriteEndArray();
        if (origin.Looked is { } looked)
        {
            json.WriteStartObject("valueMap");
            json.WriteString("name", looked.ValueMap);
            json.WriteString("from", looked.From);
            json.WriteString("to", looked.To);
            json.WriteBoolean("isDefault", looked.IsDefault);
            json.WriteEndObject();
        }
        json.WriteBoolean("isDefault", origin.IsDefault);
        json.WriteEndObject();
    }
}
