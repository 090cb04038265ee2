using System.Text;

namespace IntegrationFunctions.CrashWorker;

/// <summary>What was tried and what was acknowledged, over all lives: "?" and "!" in front of instance and number of the command.</summary>
internal sealed class Ledger : IDisposable
{
    private readonly HashSet<string> _before;
    private readonly FileStream _file;

    public Ledger(string folder)
    {
        var path = Path.Combine(folder, "ledger");
        _before = Read(folder);
        _file = new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.Read, bufferSize: 0);
    }

    public static string Tried(Script script, int command) => $"?{script.InstanceId}#{command}";

    public static string Acknowledged(Script script, int command) => $"!{script.InstanceId}#{command}";

    public static HashSet<string> Read(string folder)
    {
        var path = Path.Combine(folder, "ledger");
        return File.Exists(path) ? [.. File.ReadAllLines(path)] : [];
    }

    /// <summary>Whether an earlier life wrote it.</summary>
    public bool Has(string line) => _before.Contains(line);

    public void Write(string line)
    {
        lock (_file)
        {
            _file.Write(Encoding.UTF8.GetBytes(line + "\n"));
            _file.Flush(flushToDisk: true);
        }
    }

    public void Dispose() => _file.Dispose();
}
