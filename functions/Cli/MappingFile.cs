using System.Text.Json;
using IntegrationFunctions.Mapping.Definitions;
using IntegrationFunctions.Mapping.Execution;

namespace IntegrationFunctions.Functions.Cli;

/// <summary>A mapping as a file.</summary>
internal static class MappingFile
{
    /// <summary>The mapping, ready; null where it is wrong, with all that is wrong with it written to <paramref name="error"/>.</summary>
    /// <param name="file">The mapping, as JSON.</param>
    /// <param name="tables">Folder of the value maps that it does not bring along; null for none.</param>
    /// <param name="error">Where errors go.</param>
    /// <exception cref="UserErrorException">The file is not there, or no mapping; the message says where.</exception>
    public static async Task<CompiledMapping?> Compile(string file, string? tables, TextWriter error)
    {
        var (mapping, errors) = CompiledMapping.Compile(Read(file), name => ValueMapFiles.Read(tables, name));
        foreach (var wrong in errors)
        {
            await error.WriteLineAsync($"{file}: {wrong.Pointer}: {wrong.Message}");
        }
        return mapping;
    }

    private static MappingDefinition Read(string file)
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
}
