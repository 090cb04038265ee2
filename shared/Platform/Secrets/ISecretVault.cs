namespace IntegrationFunctions.Platform.Secrets;

/// <summary>
/// A service that keeps sealed values by name, each write as a version of its own that never changes. Failures of the service throw
/// <see cref="Storage.StorageException"/>.
/// </summary>
public interface ISecretVault
{
    /// <summary>How many characters a value may have.</summary>
    int MaxLength { get; }

    /// <summary>Writes a new version, and returns its id; null where the name belongs to a deleted secret and can't be used.</summary>
    /// <param name="name">Letters, digits and hyphens, at most 127.</param>
    /// <param name="value">What is kept.</param>
    /// <param name="ct">Gives up.</param>
    Task<string?> Put(string name, string value, CancellationToken ct = default);

    /// <summary>The value of a version, or null where the secret or the version is gone.</summary>
    Task<string?> Get(string name, string version, CancellationToken ct = default);

    /// <summary>Deletes all versions; a name that isn't there is no error.</summary>
    Task Delete(string name, CancellationToken ct = default);
}
