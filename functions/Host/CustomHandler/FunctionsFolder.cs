using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace IntegrationFunctions.Functions.Host.CustomHandler;

/// <summary>
/// The folder that is deployed: host.json, a folder with a function.json for each function, and the executable in <see cref="Application"/>, which is
/// published there and not touched here. The same functions give the same bytes.
/// </summary>
internal static class FunctionsFolder
{
    /// <summary>Where the executable is published; host.json names it.</summary>
    public const string Application = "app";

    private const string HostFile = "host.json";
    private const string FunctionFile = "function.json";

    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        NewLine = "\n",
    };

    /// <summary>Writes the files and removes the folders of functions that are gone.</summary>
    /// <exception cref="InvalidOperationException">The folder holds something else; nothing was written. The message says what.</exception>
    /// <exception cref="IOException">It can't be written.</exception>
    public static void Write(string path, FunctionRegistry registry)
    {
        var gone = Check(path)
            .Except(registry.Functions.Select(f => f.Name), StringComparer.OrdinalIgnoreCase)
            .ToArray();
        foreach (var name in gone)
        {
            Directory.Delete(Path.Combine(path, name), recursive: true);
        }
        Directory.CreateDirectory(path);
        foreach (var function in registry.Functions)
        {
            var folder = Directory.CreateDirectory(Path.Combine(path, function.Name)).FullName;
            File.WriteAllText(Path.Combine(folder, FunctionFile), function.ToJson().ToJsonString(Indented) + "\n");
        }
        File.WriteAllText(Path.Combine(path, HostFile), HostJson());
    }

    /// <summary>The repository's host.json.</summary>
    public static string HostJson()
    {
        using var stream = typeof(FunctionsFolder).Assembly.GetManifestResourceStream(HostFile)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    // The functions that an earlier run wrote. All is looked at before anything is touched.
    private static List<string> Check(string path)
    {
        if (File.Exists(path))
        {
            throw new InvalidOperationException($"{path} is a file. Name a folder.");
        }
        var own = new List<string>();
        if (!Directory.Exists(path))
        {
            return own;
        }
        foreach (
            var entry in new DirectoryInfo(path).EnumerateFileSystemInfos().OrderBy(e => e.Name, StringComparer.Ordinal)
        )
        {
            if (IsFunction(entry))
            {
                own.Add(entry.Name);
            }
            else if (!IsHostFile(entry) && !(entry is DirectoryInfo && entry.Name == Application))
            {
                throw new InvalidOperationException(
                    $"{path} holds {entry.Name}, which is none of ours. Name an empty folder, or one that was made by this command: with host.json, folders of functions, and the executable in {Application}."
                );
            }
        }
        return own;
    }

    private static bool IsFunction(FileSystemInfo entry) =>
        entry is DirectoryInfo { LinkTarget: null } folder
        && folder.GetFileSystemInfos() is [FileInfo { Name: FunctionFile } file]
        && Read(file.FullName)?["generatedBy"] is JsonValue by
        && by.TryGetValue<string>(out var name)
        && name == FunctionDeclaration.GeneratedBy;

    private static bool IsHostFile(FileSystemInfo entry) =>
        entry is FileInfo { Name: HostFile } file && Read(file.FullName)?["customHandler"] is not null;

    private static JsonObject? Read(string file)
    {
        try
        {
            return JsonNode.Parse(File.ReadAllText(file)) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
