namespace IntegrationFunctions.Tests.Support;

/// <summary>The process is killed here: nothing after this line runs.</summary>
public sealed class KilledException : Exception;
