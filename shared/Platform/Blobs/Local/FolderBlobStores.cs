using IntegrationFunctions.Platform.Storage;

namespace IntegrationFunctions.Platform.Blobs.Local;

/// <summary>Blobs in the data folder: blobs/TENANT/, a file each.</summary>
internal sealed class FolderBlobStores : IBlobStores
{
    private readonly string _root;
    private readonly TimeProvider _clock;

    // One process holds the data folder, so a lock is enough to make "look and rename" one step.
    private readonly Lock _lock = new();

    public FolderBlobStores(DataFolder folder, TimeProvider clock)
    {
        _root = folder.File("blobs");
        _clock = clock;
        var uploads = Path.Combine(_root, FolderBlobStore.Uploads);
        if (Directory.Exists(uploads))
        {
            // What a killed process was writing was never a blob.
            Directory.Delete(uploads, recursive: true);
        }
    }

    public IBlobStore ForTenant(string tenantId)
    {
        BlobNames.CheckTenant(tenantId);
        return new FolderBlobStore(_root, FolderBlobStore.Encode(tenantId), _clock, _lock);
    }
}
