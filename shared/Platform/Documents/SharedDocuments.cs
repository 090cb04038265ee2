namespace IntegrationFunctions.Platform.Documents;

/// <summary>Whether other processes may work on the same documents at the same time.</summary>
/// <param name="AreShared">False where they lie in a data folder, which one process has for itself.</param>
public sealed record SharedDocuments(bool AreShared);
