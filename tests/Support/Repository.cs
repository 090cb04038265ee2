namespace IntegrationFunctions.Tests.Support;

/// <summary>The checkout that the tests were built from.</summary>
internal static class Repository
{
    public static string Root { get; } = Find();

    public static string File(params string[] parts) => Path.Combine([Root, .. parts]);

    private static string Find()
    {
        for (var folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (System.IO.File.Exists(Path.Combine(folder, "IntegrationFunctions.sln")))
            {
                return folder;
            }
        }
        throw new InvalidOperationException("The tests must run from within the checkout.");
    }
}
