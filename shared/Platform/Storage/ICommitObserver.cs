namespace IntegrationFunctions.Platform.Storage;

/// <summary>Stands at the boundaries of the group writer, on its thread: where a crash makes a difference. Must not throw.</summary>
internal interface ICommitObserver
{
    /// <summary>All writes of the group have run; none is on disk.</summary>
    void BeforeCommit();

    /// <summary>The group is on disk, and nobody has been told yet.</summary>
    void AfterCommit();
}
