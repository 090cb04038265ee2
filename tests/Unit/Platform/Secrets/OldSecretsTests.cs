using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using IntegrationFunctions.Platform;
using IntegrationFunctions.Platform.Documents;
using IntegrationFunctions.Platform.Secrets;
using IntegrationFunctions.Tests.Compliance;
using IntegrationFunctions.Tests.Support;

namespace IntegrationFunctions.Tests.Unit.Platform.Secrets;

/// <summary>What version 1 stored, made here by hand and without the product's code: one master.key, one data key, no numbers.</summary>
public sealed class OldSecretsTests : IAsyncDisposable
{
    private readonly SqliteStorageFixture _storage = new(new ManualTimeProvider());
    private readonly byte[] _master = [.. Enumerable.Range(0, 32).Select(i => (byte)i)];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private ISecretStore Secrets => _storage.Get<ISecretStore>();

    private ITenantKeys Keys => _storage.Get<ITenantKeys>();

    [Fact]
    public async Task They_open_and_go_on_opening_when_keys_rotate()
    {
        await Write();
        Assert.Equal("from long ago", await Secrets.Get("t1", "token", Ct));
        Assert.Equal(1, (await Keys.State("t1", Ct))!.Current);
        Assert.Equal(2, await Keys.Rotate("t1", Ct));
        Assert.Equal("from long ago", await Secrets.Get("t1", "token", Ct));
        Assert.Equal(1, await Secrets.Reseal("t1", Ct));
        await _storage.Reopen();
        Assert.Equal("from long ago", await Secrets.Get("t1", "token", Ct));
    }

    [Fact]
    public async Task They_are_brought_into_the_new_shape_when_sealed_anew_and_keep_their_key()
    {
        await Write();
        Assert.True(await Keys.Rewrap("t1", Ct));
        Assert.False(await Keys.Rewrap("t1", Ct));
        var stored = await _storage.Get<IDocumentStores>().ForTenant("t1").Get("secret-keys/current", Ct);
        Assert.Contains("\"version\":2", stored!.Text(), StringComparison.Ordinal);
        await _storage.Reopen();
        Assert.Equal("from long ago", await Secrets.Get("t1", "token", Ct));
    }

    [Fact]
    public async Task They_can_be_destroyed()
    {
        await Write();
        await Keys.Destroy("t1", Ct);
        await Assert.ThrowsAsync<KeyDestroyedException>(() => Secrets.Get("t1", "token", Ct));
    }

    private async Task Write()
    {
        var file = System.IO.Path.Combine(_storage.Path, "master.key");
        await File.WriteAllBytesAsync(file, _master, Ct);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }
        var id = Convert.ToHexStringLower(SHA256.HashData(_master).AsSpan(0, 8));
        var key = RandomNumberGenerator.GetBytes(32);
        var store = _storage.Get<IDocumentStores>().ForTenant("t1");
        var boxedKey = Convert.ToBase64String(Box(_master, key, "data-key", "t1"));
        await store.Set("secret-keys/current", $$"""{"version":1,"masterKey":"{{id}}","sealed":"{{boxedKey}}"}""");
        var boxed = Convert.ToBase64String(Box(key, Encoding.UTF8.GetBytes("from long ago"), "secret", "t1", "token"));
        await store.Set(
            $"secrets/{Identifiers.From("sec", "token")}",
            $$"""{"version":1,"name":"token","sealed":"{{boxed}}"}"""
        );
    }

    // Nonce, ciphertext, tag; bound to its place by the parts, each led by its length in a byte.
    private static byte[] Box(byte[] key, byte[] value, params string[] place)
    {
        var bound = place.SelectMany(part => Encoding.UTF8.GetBytes(part).Prepend((byte)part.Length)).ToArray();
        var nonce = new byte[12];
        BinaryPrimitives.WriteInt64LittleEndian(nonce, value.Length);
        var (cipher, tag) = (new byte[value.Length], new byte[16]);
        using var aes = new AesGcm(key, 16);
        aes.Encrypt(nonce, value, cipher, tag, bound);
        return [.. nonce, .. cipher, .. tag];
    }

    public ValueTask DisposeAsync() => _storage.DisposeAsync();
}
