namespace IntegrationFunctions.Tests.Unit.Banking.Iso20022;

/// <summary>The public sample files, which are not part of this repository.</summary>
internal static class Iso20022Data
{
    public static string Folder
    {
        get
        {
            var root = Environment.GetEnvironmentVariable("CONFORMANCE_DATA");
            Assert.SkipWhen(string.IsNullOrEmpty(root), "CONFORMANCE_DATA names no folder with sample files.");
            return Path.Combine(root!, "iso20022");
        }
    }

    /// <summary>Files whose content mentions the namespace of a message, by their path below the folder.</summary>
    public static IEnumerable<(string Name, string Path)> MessagesOf(params string[] messages) =>
        Directory
            .EnumerateFiles(Folder, "*.xml", SearchOption.AllDirectories)
            .Where(path =>
                File.ReadAllText(path) is var text
                && messages.Any(message => text.Contains("xsd:" + message, StringComparison.Ordinal))
            )
            .Select(path => (Path.GetRelativePath(Folder, path).Replace('\\', '/'), path))
            .OrderBy(file => file.Item1, StringComparer.Ordinal);
}
