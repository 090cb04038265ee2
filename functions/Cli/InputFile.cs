using System.Text.Json;
using IntegrationFunctions.Mapping.Jsonata.Json;
using IntegrationFunctions.Mapping.Jsonata.Values;

namespace IntegrationFunctions.Functions.Cli;

/// <summary>Files that a user names; - is the standard input.</summary>
internal static class InputFile
{
    /// <exception cref="UserErrorException">There is none, or it can't be read.</exception>
    public static byte[] Bytes(string file)
    {
        try
        {
            if (file != "-")
            {
                return File.ReadAllBytes(file);
            }
            using var bytes = new MemoryStream();
            using var input = Console.OpenStandardInput();
            input.CopyTo(bytes);
            return bytes.ToArray();
        }
        catch (Exception wrong) when (wrong is IOException or UnauthorizedAccessException)
        {
            throw new UserErrorException($"'{file}' can't be read: {wrong.Message}");
        }
    }

    /// <exception cref="UserErrorException">There is none, or it is not JSON.</exception>
    public static JsonataValue Json(string file) => Json(file, Bytes(file));

    /// <summary>What was read of a file, as JSON.</summary>
    /// <exception cref="UserErrorException">It is not JSON.</exception>
    public static JsonataValue Json(string file, byte[] bytes)
    {
        try
        {
            return JsonText.Read(bytes.AsSpan().StartsWith(Bom) ? bytes[Bom.Length..] : bytes);
        }
        catch (JsonException wrong)
        {
            throw NotJson(file, wrong);
        }
    }

    /// <summary>What is said of a file that is not JSON: where, in lines and characters from 1.</summary>
    public static UserErrorException NotJson(string file, JsonException wrong) =>
        new(
            $"'{file}' is not JSON at line {wrong.LineNumber + 1}, byte {wrong.BytePositionInLine + 1}: {wrong.Message.Split(" LineNumber:")[0]}"
        );

    private static ReadOnlySpan<byte> Bom => [0xEF, 0xBB, 0xBF];
}
