namespace IntegrationFunctions.Durable.Replay;

/// <summary>A document is no exported history that can be replayed; the message says what is wrong and where.</summary>
public sealed class HistoryFormatException(string message, Exception? inner = null) : Exception(message, inner);
