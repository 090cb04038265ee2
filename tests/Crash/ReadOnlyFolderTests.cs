using System.Diagnostics;
using IntegrationFunctions.Durable.Embedded;
using IntegrationFunctions.Platform.Storage;
using IntegrationFunctions.Tests.Support;

namespace IntegrationFunctions.Tests.Crash;

/// <summary>
/// A process whose user may read the data folder and not write to it. The superuser may write everywhere: there the process is given to nobody,
/// the user who owns nothing.
/// </summary>
public sealed class ReadOnlyFolderTests : IDisposable
{
    private const UnixFileMode Readable =
        UnixFileMode.UserRead
        | UnixFileMode.UserExecute
        | UnixFileMode.GroupRead
        | UnixFileMode.GroupExecute
        | UnixFileMode.OtherRead
        | UnixFileMode.OtherExecute;

    private static readonly string[] AsNobody = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "--"];
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task It_is_named_in_one_line_and_stays_as_it_is(bool holdsData)
    {
        FileModes.SkipWithout();
        if (holdsData)
        {
            using var data = DataFolder.Open(_folder.Path);
            await using var database = SqliteDatabase.Open(data.File("platform.db"), [EmbeddedDurableTask.Schema]);
        }
        var before = Contents();
        Freeze();

        var (exitCode, error) = await Open();

        Assert.Equal(3, exitCode);
        Assert.Contains(_folder.Path, error, StringComparison.Ordinal);
        Assert.Contains("not writable", error, StringComparison.Ordinal);
        Assert.Single(error.TrimEnd().Split('\n'));
        Assert.Equal(before, Contents());
    }

    public void Dispose()
    {
        FileModes.Set(_folder.Path, Readable | UnixFileMode.UserWrite);
        _folder.Dispose();
    }

    private void Freeze()
    {
        foreach (var file in Directory.GetFiles(_folder.Path))
        {
            FileModes.Set(file, UnixFileMode.UserRead | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
        }
        FileModes.Set(_folder.Path, Readable);
    }

    private Dictionary<string, string> Contents() =>
        Directory.GetFiles(_folder.Path).ToDictionary(f => f, f => Convert.ToHexString(File.ReadAllBytes(f)));

    private async Task<(int ExitCode, string Error)> Open()
    {
        string[] command =
        [
            .. Environment.IsPrivilegedProcess ? AsNobody : [],
            Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) == "dotnet" ? path : "dotnet",
            CrashWorld.Worker,
            _folder.Path,
            "open",
        ];
        using var process = Process.Start(
            new ProcessStartInfo(command[0], command[1..])
            {
                RedirectStandardError = true,
                // Nobody has no home, and no right to the tests' own folder for diagnostics.
                Environment = { ["DOTNET_EnableDiagnostics"] = "0" },
            }
        )!;
        var error = await process.StandardError.ReadToEndAsync(Ct);
        await process.WaitForExitAsync(Ct);
        return (process.ExitCode, error);
    }
}
