namespace IntegrationFunctions.Bench;

/// <summary>A folder that is gone after the work; what is reported is reported after that.</summary>
internal static class BenchFolder
{
    public static async Task Use(Func<string, Task<Action<BenchReport>>> work, BenchReport report)
    {
        var folder = Directory.CreateTempSubdirectory("bench-").FullName;
        Action<BenchReport> print;
        try
        {
            print = await work(folder);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
        print(report);
    }
}
