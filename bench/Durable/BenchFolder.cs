namespace IntegrationFunctions.Bench;

/// <summary>A folder that is gone after the work.</summary>
internal static class BenchFolder
{
    public static async Task<T> Use<T>(Func<string, Task<T>> work)
    {
        var folder = Directory.CreateTempSubdirectory("bench-").FullName;
        try
        {
            return await work(folder);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
