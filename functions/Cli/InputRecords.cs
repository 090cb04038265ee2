using System.Text;
using System.Text.Json;
using IntegrationFunctions.Mapping.Jsonata.Json;
using IntegrationFunctions.Mapping.Jsonata.Values;

namespace IntegrationFunctions.Functions.Cli;

/// <summary>Records of a file that a user names: one record, an array of records, or a record a line.</summary>
internal static class InputRecords
{
    /// <summary>The records, one after the other.</summary>
    /// <exception cref="UserErrorException">The file can't be read, or is not JSON.</exception>
    public static IEnumerable<JsonataValue> Read(string file)
    {
        var bytes = InputFile.Bytes(file);
        var lines = Encoding
            .UTF8.GetString(bytes)
            .TrimStart('\uFEFF')
            .Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (lines.Length > 1 && Array.TrueForAll(lines, line => line.StartsWith('{') && line.EndsWith('}')))
        {
            for (var i = 0; i < lines.Length; i++)
            {
                yield return Line(file, lines[i], i);
            }
            yield break;
        }
        var whole = InputFile.Json(file, bytes);
        foreach (var record in whole.Array?.Items.ToArray() ?? [whole])
        {
            yield return record;
        }
    }

    private static JsonataValue Line(string file, string line, int index)
    {
        try
        {
            return JsonText.Read(line);
        }
        catch (JsonException wrong)
        {
            throw new UserErrorException(
                $"'{file}' is not JSON at line {index + 1}: {wrong.Message.Split(" LineNumber:")[0]}"
            );
        }
    }
}
