namespace IntegrationFunctions.Platform.Http;

/// <summary>The egress policy refused a connection. <see cref="HttpFailure"/> turns it into <c>egress-refused</c>.</summary>
public sealed class EgressRefusedException(string host, int port, string message) : Exception(message)
{
    /// <summary>The host that was asked for.</summary>
    public string Host { get; } = host;

    /// <summary>The port that was asked for.</summary>
    public int Port { get; } = port;
}
