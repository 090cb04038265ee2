using System.Text.Json;
using IntegrationFunctions.Mapping.Definitions;
using IntegrationFunctions.Mapping.ValueMaps;

namespace IntegrationFunctions.Functions.Cli;

/// <summary>Value maps as files of a folder: <c>NAME.json</c> or <c>NAME.csv</c>.</summary>
internal static class ValueMapFiles
{
    /// <summary>The value map of this name, or null where the folder has none.</summary>
    /// <exception cref="UserErrorException">The file is there and can't be used; the message says where it is wrong.</exception>
    public static ValueMap? Read(string? folder, string name)
    {
        if (folder is null || !ValueMapRules.IsName(name))
        {
            return null;
        }
        var json = Path.Combine(folder, name + ".json");
        var csv = Path.Combine(folder, name + ".csv");
        var map =
            File.Exists(json) ? FromJson(json)
            : File.Exists(csv) ? FromCsv(csv)
            : null;
        if (map is not null && ValueMapRules.Check(name, null, map) is [var wrong, ..])
        {
            throw new UserErrorException($"The value map '{name}' is wrong at {wrong.Pointer}: {wrong.Message}");
        }
        return map;
    }

    private static ValueMap FromJson(string file)
    {
        try
        {
            return JsonSerializer.Deserialize(InputFile.Bytes(file), MappingJson.Default.ValueMap)
                ?? throw new UserErrorException($"'{file}' holds null where a value map should be.");
        }
        catch (JsonException wrong)
        {
            throw new UserErrorException(
                $"'{file}' is no value map at {wrong.Path ?? "$"}: it has entries (each with from and to), default and ignoreCase."
            );
        }
    }

    private static ValueMap FromCsv(string file)
    {
        var read = ValueMapCsv.Read(InputFile.Bytes(file));
        return read.Errors is [var wrong, ..]
            ? throw new UserErrorException($"'{file}': {wrong.Message}")
            : new ValueMap(read.Entries);
    }
}
