using System.Runtime.InteropServices;

namespace IntegrationFunctions.Platform.Blobs.Local;

/// <summary>
/// Makes a rename outlast a loss of power: on POSIX systems the folder that holds the name must be flushed, too (fsync(2)). Windows has no
/// such call and writes renames to the journal of NTFS.
/// </summary>
internal static class FolderSync
{
    /// <summary>Flushes the folder's own entries.</summary>
    /// <exception cref="IOException">The disk refuses; what was renamed may be gone after a loss of power.</exception>
    public static void Flush(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }
        var handle = Open(folder, 0);
        if (handle < 0)
        {
            throw Failure(folder);
        }
        try
        {
            if (Sync(handle) != 0)
            {
                throw Failure(folder);
            }
        }
        finally
        {
            _ = Close(handle);
        }
    }

    private static IOException Failure(string folder) =>
        new($"The folder {folder} could not be flushed to its disk ({Marshal.GetLastPInvokeErrorMessage()}).");

    [DllImport("libc", EntryPoint = "open", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);

    [DllImport("libc", EntryPoint = "fsync", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Sync(int handle);

    [DllImport("libc", EntryPoint = "close")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Close(int handle);
}
