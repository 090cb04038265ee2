namespace IntegrationFunctions.Tests.Support;

/// <summary>File modes, for tests that skip where there are none.</summary>
internal static class FileModes
{
    public static void SkipWithout() => Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no file modes.");

    public static UnixFileMode Get(string path) =>
        OperatingSystem.IsWindows() ? throw new PlatformNotSupportedException() : File.GetUnixFileMode(path);

    public static void Set(string path, UnixFileMode mode)
    {
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, mode);
        }
    }
}
