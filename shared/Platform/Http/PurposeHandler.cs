namespace IntegrationFunctions.Platform.Http;

/// <summary>Writes on each request what it is for: circuit, rules and budget are chosen by it.</summary>
internal sealed class PurposeHandler(OutgoingPurpose purpose, HttpMessageHandler inner) : DelegatingHandler(inner)
{
    private static readonly HttpRequestOptionsKey<OutgoingPurpose> Key = new("purpose");

    /// <summary>What the request is for.</summary>
    public static OutgoingPurpose Of(HttpRequestMessage request) =>
        Find(request)
        ?? throw new InvalidOperationException("The request names no purpose; make its client with IOutgoingHttp.For.");

    /// <summary>The same, or null: the pipeline tries its key on a request of its own.</summary>
    public static OutgoingPurpose? Find(HttpRequestMessage request) =>
        request.Options.TryGetValue(Key, out var purpose) ? purpose : null;

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken ct)
    {
        request.Options.Set(Key, purpose);
        return base.SendAsync(request, ct);
    }
}
