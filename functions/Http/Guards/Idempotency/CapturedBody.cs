namespace IntegrationFunctions.Functions.Http.Guards.Idempotency;

/// <summary>Holds what is written back until its end is known. What grows beyond the most goes on to where it was bound for, and is not kept.</summary>
internal sealed class CapturedBody(Stream inner, int most) : Stream
{
    private readonly MemoryStream _held = new();

    /// <summary>Whether all of it is still held.</summary>
    public bool IsWhole { get; private set; } = true;

    /// <summary>What is held.</summary>
    public ReadOnlyMemory<byte> Held => _held.GetBuffer().AsMemory(0, (int)_held.Length);

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask WriteAsync(
        ReadOnlyMemory<byte> buffer,
        CancellationToken cancellationToken = default
    )
    {
        if (IsWhole && _held.Length + buffer.Length <= most)
        {
            _held.Write(buffer.Span);
            return;
        }
        if (IsWhole)
        {
            IsWhole = false;
            await inner.WriteAsync(Held, cancellationToken);
        }
        await inner.WriteAsync(buffer, cancellationToken);
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override Task FlushAsync(CancellationToken cancellationToken) =>
        IsWhole ? Task.CompletedTask : inner.FlushAsync(cancellationToken);

    public override void Flush()
    {
        // All writers here are asynchronous.
    }

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _held.Dispose();
        }
        base.Dispose(disposing);
    }
}
