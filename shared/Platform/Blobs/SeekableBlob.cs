namespace IntegrationFunctions.Platform.Blobs;

/// <summary>
/// A blob as a stream that can be positioned, for those who want a range only after they have the stream. Nothing is opened before the first
/// read; from the beginning it reads the whole, and so verifies it.
/// </summary>
public sealed class SeekableBlob(IBlobStore store, BlobProperties properties) : Stream
{
    private BlobContent? _open;
    private long _position;

    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <inheritdoc/>
    public override bool CanSeek => true;

    /// <inheritdoc/>
    public override bool CanWrite => false;

    /// <inheritdoc/>
    public override long Length => properties.Length;

    /// <summary>Can be set before the first read.</summary>
    public override long Position
    {
        get => _position;
        set => Seek(value, SeekOrigin.Begin);
    }

    /// <inheritdoc/>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        _open ??= await Open(cancellationToken).ConfigureAwait(false);
        var read = await _open.Stream.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        _position += read;
        return read;
    }

    /// <inheritdoc/>
    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) =>
        throw new NotSupportedException("A blob is read asynchronously.");

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin)
    {
        var target = origin switch
        {
            SeekOrigin.Begin => offset,
            SeekOrigin.Current => _position + offset,
            _ => Length + offset,
        };
        ArgumentOutOfRangeException.ThrowIfNegative(target, nameof(offset));
        if (_open is not null && target != _position)
        {
            throw new NotSupportedException("A blob that is being read can't be positioned any more.");
        }
        return _position = target;
    }

    /// <inheritdoc/>
    public override void Flush() { }

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        if (_open is not null)
        {
            await _open.DisposeAsync().ConfigureAwait(false);
        }
        await base.DisposeAsync().ConfigureAwait(false);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _open?.Stream.Dispose();
        }
        base.Dispose(disposing);
    }

    private async Task<BlobContent> Open(CancellationToken ct)
    {
        var range = _position > 0 ? new BlobRange(_position) : null;
        var content = await store.Get(properties.Name, range, ct).ConfigureAwait(false);
        if (content is not null && content.Properties.ETag == properties.ETag)
        {
            return content;
        }
        if (content is not null)
        {
            await content.DisposeAsync().ConfigureAwait(false);
        }
        throw new IOException(
            $"The blob '{properties.Name}' was replaced or removed before it was read. Ask for it again."
        );
    }
}
