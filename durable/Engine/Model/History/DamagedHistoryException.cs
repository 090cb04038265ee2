namespace IntegrationFunctions.Durable.History;

/// <summary>What is stored of an instance can't be read as a history. It is left as it is; the message says what is wrong with it.</summary>
public sealed class DamagedHistoryException(string what) : Exception(what);
