using System.Text.Json;

namespace IntegrationFunctions.Tests.Unit.Durable;

/// <summary>The messages that were captured between the official Durable Task parts; not in this repository.</summary>
internal static class CapturedMessages
{
    /// <summary>The lines of a file of the captures. Skips the test where there are none.</summary>
    public static JsonElement[] Read(string file)
    {
        if (Environment.GetEnvironmentVariable("CONFORMANCE_DATA") is not { Length: > 0 } folder)
        {
            Assert.Skip("CONFORMANCE_DATA names no folder with captured executions.");
            return [];
        }
        return
        [
            .. File.ReadLines(Path.Combine(folder, "durabletask", file))
                .Select(line => JsonSerializer.Deserialize<JsonElement>(line)),
        ];
    }
}
