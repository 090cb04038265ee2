namespace IntegrationFunctions.Platform.Storage;

/// <summary>The storage below can't do its work: full, read-only, damaged, newer than this program. The message is one sentence for a person.</summary>
public sealed class StorageException(string message, Exception? inner = null) : Exception(message, inner);
