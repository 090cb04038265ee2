using System.Runtime.InteropServices;
using IntegrationFunctions.Platform.Storage;

namespace IntegrationFunctions.CrashWorker;

/// <summary>Where in a commit the process is killed.</summary>
internal enum KillAt
{
    /// <summary>All is written in memory, nothing in the file.</summary>
    Before,

    /// <summary>All is in the file, and nobody knows yet.</summary>
    After,

    /// <summary>A part of the commit reached the file, as when the power fails between write and fsync.</summary>
    Torn,
}

/// <summary>Kills this process (SIGKILL) at a given commit; counts commits where none is given.</summary>
internal sealed class CommitKiller(string database, KillAt at, int commit) : ICommitObserver
{
    private readonly string _log = database + "-wal";
    private long _before;

    /// <summary>Commits so far.</summary>
    public int Count { get; private set; }

    public void BeforeCommit()
    {
        Count++;
        if (Count == commit)
        {
            if (at == KillAt.Before)
            {
                Kill();
            }
            _before = Length();
        }
    }

    public void AfterCommit()
    {
        if (Count != commit)
        {
            return;
        }
        if (at == KillAt.Torn && Length() - _before is > 0 and var written)
        {
            // Not all of it, and not by whole pages.
            using var log = new FileStream(_log, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
            log.SetLength(_before + (written * (commit % 7) / 7) + (commit % 2));
        }
        Kill();
    }

    private long Length() => new FileInfo(_log) is { Exists: true } file ? file.Length : 0;

    private static void Kill() => _ = SendSignal(Environment.ProcessId, 9);

    [DllImport("libc", EntryPoint = "kill")]
    private static extern int SendSignal(int process, int signal);
}
