namespace IntegrationFunctions.Banking.Iso20022;

/// <summary>Counts what is read and stops beyond a limit, whatever length the stream claims. Its start can be looked at before it is read.</summary>
internal sealed class LimitedStream(Stream inner, long limit) : Stream
{
    private byte[] _head = [];
    private int _headPosition;

    /// <summary>Bytes taken from the file so far.</summary>
    public long Count { get; private set; }

    /// <summary>The first bytes of the file, at most <paramref name="count"/>; they are read again afterwards.</summary>
    public ReadOnlySpan<byte> Peek(int count)
    {
        var buffer = new byte[count];
        var length = 0;
        while (length < count && Take(buffer.AsSpan(length)) is > 0 and var read)
            length += read;
        _head = buffer[..length];
        return _head;
    }

    /// <summary>Passes over peeked bytes until so many of them are left.</summary>
    public void SkipPeekedUntil(int left) => _headPosition = _head.Length - left;

    public override int Read(Span<byte> buffer)
    {
        if (_headPosition == _head.Length)
            return Take(buffer);
        var count = Math.Min(buffer.Length, _head.Length - _headPosition);
        _head.AsSpan(_headPosition, count).CopyTo(buffer);
        _headPosition += count;
        return count;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    private int Take(Span<byte> buffer)
    {
        var read = inner.Read(buffer);
        Count += read;
        if (Count > limit)
            throw new MessageException("too-large", TooLarge(null, limit));
        return read;
    }

    public static string TooLarge(long? length, long limit) =>
        $"The file is larger than the limit of {limit:N0} bytes{(length is { } bytes ? $": it has {bytes:N0}" : "")}. "
        + "Ask the bank for shorter periods.";

    public override bool CanRead => true;
    public override bool CanSeek => false;
    public override bool CanWrite => false;
    public override long Length => throw new NotSupportedException();
    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override void Flush() { }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
