using System.Diagnostics;
using System.Text;

namespace IntegrationFunctions.Bench;

/// <summary>npm jsonata and jq, where they are installed. What they are given and have to answer lies in a folder of their own.</summary>
internal sealed class MappingPeers : IAsyncDisposable
{
    private const int JqDocuments = 6400;
    private const string Jsonata = "npm-jsonata";

    private readonly string _folder = Directory.CreateTempSubdirectory("bench-mapping-").FullName;
    private readonly Peer? _jsonata;

    private MappingPeers(Peer? jsonata) => _jsonata = jsonata;

    public static async Task<MappingPeers> Start()
    {
        if (PeerFiles.Folder is null || !Directory.Exists(PeerFiles.Installed("jsonata")))
        {
            BenchReport.Remark("npm jsonata is not installed (bench/peers/install.sh): it is left out.");
            return new(null);
        }
        return new(await Peer.Start(Jsonata, 0, "jsonata", server: null));
    }

    public async Task<(string Name, double Figure)[]> Invoice(byte[][] inputs, List<byte[]> expected)
    {
        await Write("inputs.jsonl", inputs);
        await Write("expected.jsonl", expected);
        await File.WriteAllTextAsync(Path.Combine(_folder, "mapping.jsonata"), InvoiceSamples.Jsonata);
        var figures = new List<(string, double)>();
        if (_jsonata is not null && await _jsonata.Measure($"invoice {_folder}") is { } figure)
        {
            figures.Add((Jsonata, figure));
        }
        if (await Jq(inputs, expected) is { } jq)
        {
            figures.Add(("jq", jq));
        }
        return [.. figures];
    }

    public async Task<(string Name, double Figure)[]> Suite(string what, string file) =>
        _jsonata is not null && await _jsonata.Measure($"{what} {file}") is { } figure ? [(Jsonata, figure)] : [];

    public async ValueTask DisposeAsync()
    {
        if (_jsonata is not null)
        {
            await _jsonata.DisposeAsync();
        }
        Directory.Delete(_folder, recursive: true);
    }

    // One process over a stream of documents. Its start counts, but it is a small part of so many.
    private async Task<double?> Jq(byte[][] inputs, List<byte[]> expected)
    {
        var many = Enumerable.Range(0, JqDocuments).Select(i => inputs[i % inputs.Length]);
        await Write("many.jsonl", many);
        await File.WriteAllTextAsync(Path.Combine(_folder, "mapping.jq"), InvoiceSamples.Jq);
        var start = new ProcessStartInfo(
            "jq",
            ["-c", "-f", Path.Combine(_folder, "mapping.jq"), Path.Combine(_folder, "many.jsonl")]
        )
        {
            RedirectStandardOutput = true,
            StandardOutputEncoding = Encoding.UTF8,
        };
        try
        {
            var watch = Stopwatch.StartNew();
            using var jq = Process.Start(start)!;
            var lines = (await jq.StandardOutput.ReadToEndAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
            watch.Stop();
            var wrong = lines.Where((line, i) => line != Encoding.UTF8.GetString(expected[i % expected.Count])).Count();
            if (lines.Length == JqDocuments && wrong == 0)
            {
                return JqDocuments / watch.Elapsed.TotalSeconds;
            }
            BenchReport.Remark($"jq gave other JSON for {wrong} of {lines.Length} documents: it is left out.");
        }
        catch (System.ComponentModel.Win32Exception)
        {
            BenchReport.Remark("jq is not installed: it is left out.");
        }
        return null;
    }

    private async Task Write(string name, IEnumerable<byte[]> lines)
    {
        await using var file = File.Create(Path.Combine(_folder, name));
        foreach (var line in lines)
        {
            await file.WriteAsync(line);
            file.WriteByte((byte)'\n');
        }
    }
}
