using System.Text;
using IntegrationFunctions.Durable;

namespace IntegrationFunctions.CrashWorker;

/// <summary>
/// The world outside: a file an effect, made once by its idempotency key, as a bank that knows the key of a payment would; and a line for every
/// call, for whoever checks.
/// </summary>
internal sealed class Effects : IDisposable
{
    private readonly string _folder;
    private readonly string _life = Guid.NewGuid().ToString("N")[..8];
    private readonly FileStream _calls;

    public Effects(string folder)
    {
        _folder = Directory.CreateDirectory(Path.Combine(folder, "effects")).FullName;
        _calls = new FileStream(
            Path.Combine(folder, "calls"),
            FileMode.Append,
            FileAccess.Write,
            FileShare.Read,
            bufferSize: 0
        );
    }

    /// <summary>Has the effect, once by its key, and tells under how many keys it is there now.</summary>
    public async Task<int> Take(TaskActivityContext context, string label)
    {
        lock (_calls)
        {
            // One write a line: a line is there or it isn't.
            _calls.Write(Encoding.UTF8.GetBytes($"{_life} {context.InstanceId}/{label} {context.IdempotencyKey}\n"));
        }
        // Some are quick and some slow, the same ones every time, so that a kill meets all stages.
        await Task.Delay(Convert.ToInt32(context.IdempotencyKey[..2], 16) % 16);
        var name = $"{context.InstanceId}~{label}~";
        var path = Path.Combine(_folder, name + context.IdempotencyKey);
        try
        {
            using var file = new FileStream(path, FileMode.CreateNew);
            file.Write(Encoding.UTF8.GetBytes(context.Name));
            file.Flush(flushToDisk: true);
        }
        catch (IOException) when (File.Exists(path))
        {
            // An earlier life had it.
        }
        return Directory.GetFiles(_folder, name + "*").Length;
    }

    public void Dispose() => _calls.Dispose();
}
