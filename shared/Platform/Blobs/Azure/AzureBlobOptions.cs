using IntegrationFunctions.Platform.Storage;

namespace IntegrationFunctions.Platform.Blobs.Azure;

/// <summary>Which storage account keeps the blobs.</summary>
/// <param name="Connection">Connection string with a key, such as an emulator's, or null.</param>
/// <param name="Endpoint">Blob endpoint that is reached with the identity of the process, or null.</param>
public sealed record AzureBlobOptions(string? Connection, Uri? Endpoint)
{
    /// <summary>The container of all tenants' blobs.</summary>
    public const string Container = "blobs";

    /// <summary>Variable with a connection string.</summary>
    public const string ConnectionVariable = "BLOB_CONNECTION";

    /// <summary>Variable with an endpoint: <c>https://ACCOUNT.blob.core.windows.net</c>.</summary>
    public const string EndpointVariable = "BLOB_ENDPOINT";

    /// <summary>What the environment says, or null where it says nothing and blobs stay in the data folder.</summary>
    /// <param name="variable">Reads a variable.</param>
    /// <exception cref="StorageException">Both are set, or one is malformed. The text holds no key.</exception>
    public static AzureBlobOptions? From(Func<string, string?> variable)
    {
        var connection = variable(ConnectionVariable);
        var endpoint = variable(EndpointVariable);
        return (connection, endpoint) switch
        {
            ({ Length: > 0 }, { Length: > 0 }) => throw new StorageException(
                $"Both {ConnectionVariable} and {EndpointVariable} are set. Keep the one that is meant."
            ),
            ({ Length: > 0 }, _) => new(Checked(connection), null),
            (_, { Length: > 0 }) => new(null, Parsed(endpoint)),
            _ => null,
        };
    }

    private static string Checked(string connection)
    {
        try
        {
            _ = new global::Azure.Storage.Blobs.BlobServiceClient(connection);
            return connection;
        }
        catch (Exception e) when (e is FormatException or ArgumentException)
        {
            // The reason may quote the key.
            throw new StorageException(
                $"{ConnectionVariable} is no connection string of a storage account. Copy it from the account's access keys, or write UseDevelopmentStorage=true for an emulator."
            );
        }
    }

    private static Uri Parsed(string endpoint) =>
        Uri.TryCreate(endpoint, UriKind.Absolute, out var uri) && uri is { Scheme: "https", UserInfo: "", Query: "" }
            ? new Uri(uri.AbsoluteUri.TrimEnd('/') + "/")
            : throw new StorageException(
                $"{EndpointVariable} is no https address. Write it as https://ACCOUNT.blob.core.windows.net; a connection string goes into {ConnectionVariable}."
            );
}
