using System.Text;
using IntegrationFunctions.Platform.Blobs;
using IntegrationFunctions.Platform.Blobs.Local;
using IntegrationFunctions.Platform.Storage;
using IntegrationFunctions.Tests.Support;

namespace IntegrationFunctions.Tests.Compliance;

public sealed class FolderBlobStoreTests : BlobStoreCompliance, IAsyncDisposable
{
    private readonly SqliteStorageFixture _storage = new(new ManualTimeProvider());

    protected override IBlobStores Stores => _storage.Get<IBlobStores>();

    private string Folder => Path.Combine(_storage.Path, "blobs");

    [Fact]
    public async Task Every_damaged_byte_is_told_and_none_is_passed_on()
    {
        await Blobs.Put("x", Content("0123456789"), new("text/plain"), Ct);
        var file = Assert.Single(Files());
        var whole = await File.ReadAllBytesAsync(file, Ct);
        for (var i = 0; i < whole.Length; i++)
        {
            var damaged = whole.ToArray();
            damaged[i] ^= 0x01;
            await File.WriteAllBytesAsync(file, damaged, Ct);
            var error = await Assert.ThrowsAsync<StorageException>(() => Read("x"));
            Assert.Contains("damaged", error.Message, StringComparison.Ordinal);
        }
        for (var length = 0; length < whole.Length; length++)
        {
            await File.WriteAllBytesAsync(file, whole[..length], Ct);
            await Assert.ThrowsAsync<StorageException>(() => Read("x"));
        }
        await File.WriteAllBytesAsync(file, whole, Ct);
        Assert.Equal("0123456789", Encoding.UTF8.GetString((await Read("x")).Bytes));
    }

    [Fact]
    public async Task What_a_killed_process_was_writing_is_no_blob_and_is_swept_away()
    {
        await Blobs.Put("x", Content("kept"), new("text/plain"), Ct);
        var half = Path.Combine(Folder, FolderBlobStore.Uploads, "half");
        await File.WriteAllTextAsync(half, "half a blob", Ct);
        await _storage.Reopen();
        Assert.Equal("kept", Encoding.UTF8.GetString((await Read("x")).Bytes));
        Assert.False(File.Exists(half));
        Assert.Single((await Blobs.List(ct: Ct)).Blobs);
    }

    [Fact]
    public async Task A_refused_upload_leaves_no_file()
    {
        var write = new BlobWrite("text/plain") { Sha256 = new string('0', 64) };
        await Blobs.Put("x", Content("x"), write, Ct);
        Assert.Empty(Files());
    }

    [Fact]
    public async Task A_reader_keeps_the_version_that_it_opened()
    {
        await Blobs.Put("x", Content("old"), new("text/plain"), Ct);
        await using var open = await Blobs.Get("x", null, Ct);
        await Blobs.Put("x", Content("new"), new("text/plain"), Ct);
        await Blobs.Delete("x", null, Ct);
        using var reader = new StreamReader(open!.Stream);
        Assert.Equal("old", await reader.ReadToEndAsync(Ct));
    }

    [Fact]
    public async Task Tenants_that_differ_by_case_alone_have_folders_that_differ_by_more()
    {
        await Stores.ForTenant("ten_A").Put("x", Content("x"), new("text/plain"), Ct);
        await Stores.ForTenant("ten_a").Put("x", Content("x"), new("text/plain"), Ct);
        var folders = Directory.EnumerateDirectories(Folder).Select(f => Path.GetFileName(f).ToUpperInvariant());
        Assert.Equal(3, folders.Distinct().Count());
    }

    [Fact]
    public async Task Files_are_their_owners_alone()
    {
        FileModes.SkipWithout();
        await Blobs.Put("x", Content("x"), new("text/plain"), Ct);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, FileModes.Get(Folder));
    }

    private IEnumerable<string> Files() => Directory.EnumerateFiles(Folder, "*", SearchOption.AllDirectories);

    public ValueTask DisposeAsync() => _storage.DisposeAsync();
}
