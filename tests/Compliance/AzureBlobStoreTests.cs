using IntegrationFunctions.Platform.Blobs;
using IntegrationFunctions.Platform.Blobs.Azure;
using IntegrationFunctions.Platform.Storage;

namespace IntegrationFunctions.Tests.Compliance;

/// <summary>Against Azurite, where AZURITE_BLOB holds its connection string: docs/guides/blobs.md.</summary>
public sealed class AzureBlobStoreTests : BlobStoreCompliance
{
    private static readonly Lazy<IBlobStores?> Opened = new(() =>
        Environment.GetEnvironmentVariable("AZURITE_BLOB") is { Length: > 0 } connection
            ? AzureBlobStores.Open(new AzureBlobOptions(connection, null))
            : null
    );

    protected override int Sequences => 10;

    protected override IBlobStores Stores
    {
        get
        {
            Assert.SkipUnless(
                Opened.Value is not null,
                "AZURITE_BLOB is not set: no Azurite to speak with (docs/guides/blobs.md)."
            );
            return Opened.Value!;
        }
    }
}

public sealed class AzureBlobOptionsTests
{
    private const string Key = "c2VjcmV0LWtleS10aGF0LW5vYm9keS1zZWVz";

    [Fact]
    public void Nothing_set_leaves_blobs_in_the_folder() => Assert.Null(AzureBlobOptions.From(_ => null));

    [Theory]
    [InlineData("UseDevelopmentStorage=true", "https://a.blob.core.windows.net", "Both")]
    [InlineData($"AccountName=a;AccountKey={Key};Nonsense", null, "BLOB_CONNECTION")]
    [InlineData(null, "http://a.blob.core.windows.net", "BLOB_ENDPOINT")]
    [InlineData(null, $"https://a.blob.core.windows.net/?sig={Key}", "BLOB_ENDPOINT")]
    [InlineData(null, "a.blob.core.windows.net", "BLOB_ENDPOINT")]
    public void What_is_wrong_is_said_with_the_variable_and_without_the_key(
        string? connection,
        string? endpoint,
        string says
    )
    {
        var error = Assert.Throws<StorageException>(() =>
            AzureBlobOptions.From(name => name == AzureBlobOptions.ConnectionVariable ? connection : endpoint)
        );
        Assert.Contains(says, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Key, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_endpoint_without_a_slash_is_taken() =>
        Assert.Equal(
            new Uri("https://a.blob.core.windows.net/"),
            AzureBlobOptions
                .From(n => n == AzureBlobOptions.EndpointVariable ? "https://a.blob.core.windows.net" : null)!
                .Endpoint
        );
}
