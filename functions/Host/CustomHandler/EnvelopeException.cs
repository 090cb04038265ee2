namespace IntegrationFunctions.Functions.Host.CustomHandler;

/// <summary>A call whose envelope is not what the host documents; the message says where and what belongs there.</summary>
internal sealed class EnvelopeException(string message, Exception? inner = null) : Exception(message, inner);
