using System.Security.Cryptography;
using IntegrationFunctions.Platform.Results;

namespace IntegrationFunctions.Banking.Statements.Store;

/// <summary>
/// An upload on disk with its hash. The reader reads synchronously and the id of a statement needs the hash of the whole file, neither of
/// which a network stream offers. The file is private to the user and gone when closed.
/// </summary>
internal sealed class SpooledFile : IAsyncDisposable
{
    private readonly FileStream _file;

    private SpooledFile(FileStream file, string sha256)
    {
        _file = file;
        Sha256 = sha256;
    }

    public string Sha256 { get; }

    public Stream Content => _file;

    public static async Task<Result<SpooledFile>> From(Stream source, long maxBytes, CancellationToken ct)
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            Options = FileOptions.DeleteOnClose | FileOptions.SequentialScan,
            BufferSize = 128 * 1024,
        };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }
        var file = new FileStream(Path.Combine(Path.GetTempPath(), $"statement-{Path.GetRandomFileName()}"), options);
        try
        {
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            var buffer = new byte[128 * 1024];
            long total = 0;
            int read;
            while ((read = await source.ReadAsync(buffer, ct).ConfigureAwait(false)) > 0)
            {
                total += read;
                if (total > maxBytes)
                {
                    await file.DisposeAsync().ConfigureAwait(false);
                    return new IntegrationError(
                        ErrorKind.Validation,
                        "too-large",
                        $"The file is larger than {maxBytes / 1024 / 1024} MB. Ask the bank for shorter periods and send several files."
                    );
                }
                hash.AppendData(buffer, 0, read);
                await file.WriteAsync(buffer.AsMemory(0, read), ct).ConfigureAwait(false);
            }
            if (total == 0)
            {
                await file.DisposeAsync().ConfigureAwait(false);
                return new IntegrationError(
                    ErrorKind.Validation,
                    "empty-file",
                    "The body is empty. Send the statement file as the body of the request."
                );
            }
            file.Position = 0;
            return new SpooledFile(file, Convert.ToHexStringLower(hash.GetHashAndReset()));
        }
        catch
        {
            await file.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    public ValueTask DisposeAsync() => _file.DisposeAsync();
}
