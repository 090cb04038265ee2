using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;

namespace IntegrationFunctions.Platform.Documents.Transfer;

/// <summary>The lines of a stream, one in memory at a time.</summary>
internal static class TransferLines
{
    /// <exception cref="TransferException">A line is longer than any document makes it.</exception>
    public static async IAsyncEnumerable<(long Number, byte[] Text)> Read(
        Stream input,
        [EnumeratorCancellation] CancellationToken ct
    )
    {
        var pipe = PipeReader.Create(input, new StreamPipeReaderOptions(bufferSize: 65_536, leaveOpen: true));
        var number = 0L;
        while (true)
        {
            var read = await pipe.ReadAsync(ct).ConfigureAwait(false);
            var rest = read.Buffer;
            while (rest.PositionOf((byte)'\n') is { } end)
            {
                yield return (++number, rest.Slice(0, end).ToArray());
                rest = rest.Slice(rest.GetPosition(1, end));
            }
            if (rest.Length > TransferFormat.MaxLine)
            {
                throw new TransferException(
                    number + 1,
                    $"It is longer than {TransferFormat.MaxLine} bytes, and no document is. Export the tenant anew."
                );
            }
            if (read.IsCompleted)
            {
                if (rest.Length > 0)
                {
                    yield return (++number, rest.ToArray());
                }
                break;
            }
            pipe.AdvanceTo(rest.Start, rest.End);
        }
        await pipe.CompleteAsync().ConfigureAwait(false);
    }
}
