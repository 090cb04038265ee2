using System.Security.Cryptography;
using IntegrationFunctions.Platform.Storage;

namespace IntegrationFunctions.Platform.Blobs;

/// <summary>
/// Reads a whole blob and holds the last bytes back until the SHA-256 of all is the one that was stored: who reads to the end has what was
/// written, and who gets damage gets an error.
/// </summary>
internal sealed class VerifyingStream(Stream inner, BlobProperties properties) : Stream
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private long _read;
    private bool _verified;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => properties.Length;

    public override long Position
    {
        get => _read;
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (buffer.Length == 0)
        {
            return 0;
        }
        var read = await inner.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        return Took(buffer.Span[..read]);
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) =>
        count == 0 ? 0 : Took(buffer.AsSpan(offset, inner.Read(buffer, offset, count)));

    public override void Flush() { }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override async ValueTask DisposeAsync()
    {
        await inner.DisposeAsync().ConfigureAwait(false);
        await base.DisposeAsync().ConfigureAwait(false);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            inner.Dispose();
            _hash.Dispose();
        }
        base.Dispose(disposing);
    }

    private int Took(ReadOnlySpan<byte> bytes)
    {
        _hash.AppendData(bytes);
        _read += bytes.Length;
        if (_read > properties.Length || (bytes.Length == 0 && _read < properties.Length))
        {
            throw Damaged($"it has not the {properties.Length} bytes that were written");
        }
        if (_read == properties.Length && !_verified)
        {
            if (Convert.ToHexStringLower(_hash.GetHashAndReset()) != properties.Sha256)
            {
                throw Damaged($"its SHA-256 is no longer {properties.Sha256}");
            }
            _verified = true;
        }
        return bytes.Length;
    }

    private StorageException Damaged(string how) =>
        new($"The blob '{properties.Name}' is damaged: {how}. Restore it from a backup or write it again.");
}
