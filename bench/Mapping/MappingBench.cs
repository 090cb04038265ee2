using System.Buffers;
using System.Diagnostics;
using IntegrationFunctions.Mapping.Jsonata;
using IntegrationFunctions.Mapping.Jsonata.Json;

namespace IntegrationFunctions.Bench;

/// <summary>
/// JSON text to JSON text by an expression of JSONata on one thread, beside the same mapping written by hand, npm jsonata and jq; and the cases of
/// the official suite.
/// </summary>
internal static class MappingBench
{
    private const int Documents = 64;
    private const int Rounds = 3;

    public static async Task Run(string[] args)
    {
        var report = new BenchReport("mapping", args.Contains("--json"));
        await using var peers = await MappingPeers.Start();
        if (Wants("invoice"))
        {
            await Invoice(report, peers);
        }
        if (Wants("suite"))
        {
            await SuiteBench.Run(report, peers);
        }

        bool Wants(string name) => !args.Any(a => !a.StartsWith('-')) || args.Contains(name);
    }

    private static async Task Invoice(BenchReport report, MappingPeers peers)
    {
        var inputs = Enumerable.Range(1, Documents).Select(InvoiceSamples.Make).ToArray();
        var expression = JsonataExpression.Compile(InvoiceSamples.Jsonata);
        var (output, byHand) = (new ArrayBufferWriter<byte>(8192), new HandWrittenMapping());
        var expected = new List<byte[]>();
        foreach (var input in inputs)
        {
            Ours(input);
            expected.Add(output.WrittenSpan.ToArray());
            ByHand(input);
            BenchCases.Check(output.WrittenSpan.SequenceEqual(expected[^1]), "hand-written C# gives other JSON");
        }
        var (ours, limits) = (new List<double>(), new List<double>());
        for (var round = 0; round <= Rounds; round++)
        {
            var (our, limit) = (PerSecond(inputs, Ours), PerSecond(inputs, ByHand));
            // In the first one the runtime still compiles.
            if (round > 0)
            {
                ours.Add(our);
                limits.Add(limit);
            }
        }
        var before = GC.GetAllocatedBytesForCurrentThread();
        foreach (var input in inputs)
        {
            Ours(input);
        }
        var bytes = (GC.GetAllocatedBytesForCurrentThread() - before) / inputs.Length;
        BenchReport.Remark($"A document has {inputs[0].Length} bytes and allocates {bytes}.");
        report.Add(
            "invoice",
            "documents/s",
            BenchReport.Median(ours),
            BenchReport.Median(limits),
            await peers.Invoice(inputs, expected)
        );

        void Ours(byte[] input)
        {
            output.ResetWrittenCount();
            JsonText.Write(expression.Evaluate(JsonText.Read(input)), output);
        }

        void ByHand(byte[] input)
        {
            output.ResetWrittenCount();
            byHand.Map(input, output);
        }
    }

    private static double PerSecond(byte[][] inputs, Action<byte[]> map)
    {
        var (watch, done) = (Stopwatch.StartNew(), 0L);
        while (watch.Elapsed < BenchCases.Time)
        {
            foreach (var input in inputs)
            {
                map(input);
            }
            done += inputs.Length;
        }
        return done / watch.Elapsed.TotalSeconds;
    }
}
