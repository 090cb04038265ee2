using Azure;
using Azure.Identity;
using Azure.Storage.Blobs;
using IntegrationFunctions.Platform.Storage;

namespace IntegrationFunctions.Platform.Blobs.Azure;

/// <summary>
/// Blobs in one container of a storage account, named TENANT/NAME: a container a tenant would need the right to create containers, and a
/// tenant's id has characters that no container's name may have.
/// </summary>
internal sealed class AzureBlobStores(BlobContainerClient container) : IBlobStores
{
    private volatile bool _there;

    public static AzureBlobStores Open(AzureBlobOptions options) =>
        new(
            options.Connection is { } connection
                ? new BlobContainerClient(connection, AzureBlobOptions.Container)
                : new BlobContainerClient(
                    new Uri(options.Endpoint!, AzureBlobOptions.Container),
                    new DefaultAzureCredential()
                )
        );

    public IBlobStore ForTenant(string tenantId)
    {
        BlobNames.CheckTenant(tenantId);
        return new AzureBlobStore(this, container, tenantId);
    }

    /// <summary>Creates the container where an emulator or a new account has none; asked once.</summary>
    public async Task EnsureContainer(CancellationToken ct)
    {
        if (!_there)
        {
            await container.CreateIfNotExistsAsync(cancellationToken: ct).ConfigureAwait(false);
            _there = true;
        }
    }

    /// <summary>Tells what the service refused without its headers, which name more than a log should.</summary>
    public async Task<T> Run<T>(Func<Task<T>> call)
    {
        try
        {
            return await call().ConfigureAwait(false);
        }
        catch (RequestFailedException e)
        {
            throw Told(e);
        }
        catch (AggregateException e)
            when (e.InnerExceptions.OfType<RequestFailedException>().FirstOrDefault() is { } last)
        {
            throw Told(last);
        }
        catch (AuthenticationFailedException)
        {
            throw new StorageException(
                $"No sign-in to the blob storage at {container.Uri.Host}. Give the app a managed identity, or sign in with az login."
            );
        }
    }

    private StorageException Told(RequestFailedException e) =>
        new(
            e.Status == 0
                ? $"The blob storage at {container.Uri.Authority} can't be reached. Check BLOB_CONNECTION or BLOB_ENDPOINT and the network."
                : $"The blob storage at {container.Uri.Authority} answered {e.Status} {e.ErrorCode}. Check its health, and the role Storage Blob Data Contributor of this identity."
        );
}
