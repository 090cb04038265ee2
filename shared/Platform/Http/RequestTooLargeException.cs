namespace IntegrationFunctions.Platform.Http;

/// <summary>A request's body was over the limit; nothing of it left. <see cref="HttpFailure"/> turns it into <c>request-too-large</c>.</summary>
public sealed class RequestTooLargeException(long limit)
    : Exception($"The body of the request is larger than the {limit} bytes that are sent; send less at a time.");
