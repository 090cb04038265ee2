using System.Net;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;

namespace IntegrationFunctions.Platform.Blobs.Azure;

/// <summary>The blobs of one tenant in Azure Blob Storage.</summary>
internal sealed class AzureBlobStore(AzureBlobStores stores, BlobContainerClient container, string tenantId)
    : IBlobStore
{
    private string Prefix => $"{tenantId}/";

    public Task<BlobPut> Put(string name, Stream content, BlobWrite write, CancellationToken ct = default)
    {
        BlobNames.Check(name);
        BlobNames.Check(write);
        return stores.Run(async () =>
        {
            await stores.EnsureContainer(ct).ConfigureAwait(false);
            return await AzureUpload.Run(Client(name), name, content, write, ct).ConfigureAwait(false);
        });
    }

    public Task<BlobContent?> Get(string name, BlobRange? range = null, CancellationToken ct = default)
    {
        BlobNames.Check(name);
        BlobNames.Check(range);
        return stores.Run<BlobContent?>(async () =>
        {
            var options = new BlobDownloadOptions
            {
                Range = range is null ? default : new HttpRange(range.Offset, range.Length),
            };
            try
            {
                var answer = (await Client(name).DownloadStreamingAsync(options, ct).ConfigureAwait(false)).Value;
                var properties = AzureProperties.Of(name, answer.Details);
                return new BlobContent(
                    properties,
                    range is null ? new VerifyingStream(answer.Content, properties) : answer.Content
                );
            }
            catch (RequestFailedException e) when (e.Status == (int)HttpStatusCode.NotFound)
            {
                return null;
            }
            catch (RequestFailedException e) when (e.Status == (int)HttpStatusCode.RequestedRangeNotSatisfiable)
            {
                var properties = await Properties(name, ct).ConfigureAwait(false);
                return properties is null ? null : new BlobContent(properties, Stream.Null);
            }
        });
    }

    public Task<BlobProperties?> Head(string name, CancellationToken ct = default)
    {
        BlobNames.Check(name);
        return stores.Run(() => Properties(name, ct));
    }

    public Task<BlobConflict?> Delete(string name, string? ifMatch = null, CancellationToken ct = default)
    {
        BlobNames.Check(name);
        return stores.Run<BlobConflict?>(async () =>
        {
            var conditions = ifMatch is null ? null : new BlobRequestConditions { IfMatch = new ETag(ifMatch) };
            try
            {
                await Client(name)
                    .DeleteAsync(DeleteSnapshotsOption.IncludeSnapshots, conditions, ct)
                    .ConfigureAwait(false);
                return null;
            }
            catch (RequestFailedException e) when (e.Status == (int)HttpStatusCode.NotFound)
            {
                return ifMatch is null ? null : BlobConflict.NotFound;
            }
            catch (RequestFailedException e) when (e.Status == (int)HttpStatusCode.PreconditionFailed)
            {
                return await Properties(name, ct).ConfigureAwait(false) is null
                    ? BlobConflict.NotFound
                    : BlobConflict.ETagMismatch;
            }
        });
    }

    public Task<BlobPage> List(
        string prefix = "",
        int limit = 100,
        string? cursor = null,
        CancellationToken ct = default
    )
    {
        BlobNames.CheckPrefix(prefix);
        BlobNames.CheckLimit(limit);
        return stores.Run(async () =>
        {
            var options = new GetBlobsOptions { Prefix = Prefix + prefix, Traits = BlobTraits.Metadata };
            var pages = container.GetBlobsAsync(options, ct).AsPages(cursor, limit);
            try
            {
                await foreach (var page in pages.WithCancellation(ct).ConfigureAwait(false))
                {
                    var next = string.IsNullOrEmpty(page.ContinuationToken) ? null : page.ContinuationToken;
                    return new BlobPage(
                        [.. page.Values.Select(b => AzureProperties.Of(b.Name[Prefix.Length..], b))],
                        next
                    );
                }
            }
            catch (RequestFailedException e) when (e.Status == (int)HttpStatusCode.NotFound)
            {
                // No container yet: no blob was ever written.
            }
            return new BlobPage([], null);
        });
    }

    private async Task<BlobProperties?> Properties(string name, CancellationToken ct)
    {
        try
        {
            var answer = await Client(name).GetPropertiesAsync(cancellationToken: ct).ConfigureAwait(false);
            return AzureProperties.Of(name, answer.Value);
        }
        catch (RequestFailedException e) when (e.Status == (int)HttpStatusCode.NotFound)
        {
            return null;
        }
    }

    private BlockBlobClient Client(string name) => container.GetBlockBlobClient(Prefix + name);
}
