using System.Net;
using System.Net.Http.Headers;

namespace IntegrationFunctions.Platform.Http;

/// <summary>
/// The body of a write that remembers whether it had begun to go out. Where it had not, the other side can't have acted; where it had, and
/// no answer came, the outcome is unknown.
/// </summary>
public sealed class TrackedContent : HttpContent
{
    private readonly ReadOnlyMemory<byte> _body;

    /// <summary>A body with its media type, such as <c>application/json</c>; text types say their charset: <c>text/xml; charset=utf-8</c>.</summary>
    public TrackedContent(ReadOnlyMemory<byte> body, string contentType)
    {
        _body = body;
        Headers.ContentType = MediaTypeHeaderValue.Parse(contentType);
    }

    /// <summary>Whether any of it may have left.</summary>
    public bool Started { get; private set; }

    /// <inheritdoc/>
    protected override async Task SerializeToStreamAsync(
        Stream stream,
        TransportContext? context,
        CancellationToken cancellationToken
    )
    {
        Started = true;
        await stream.WriteAsync(_body, cancellationToken);
    }

    /// <inheritdoc/>
    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    /// <inheritdoc/>
    protected override bool TryComputeLength(out long length)
    {
        length = _body.Length;
        return true;
    }
}
