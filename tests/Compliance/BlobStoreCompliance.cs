using System.Security.Cryptography;
using System.Text;
using CsCheck;
using IntegrationFunctions.Platform.Blobs;

namespace IntegrationFunctions.Tests.Compliance;

/// <summary>What every store of blobs must do. A store's test class inherits it and says how the store is opened.</summary>
public abstract class BlobStoreCompliance
{
    private static readonly BlobWrite Text = new("text/plain");

    protected abstract IBlobStores Stores { get; }

    /// <summary>How many sequences the property tries; a store behind a network takes fewer.</summary>
    protected virtual int Sequences => 60;

    protected static CancellationToken Ct => TestContext.Current.CancellationToken;

    // Stores that outlive a test get tenants of their own.
    protected string Tenant { get; } = $"ten_{Guid.NewGuid():N}";

    private string Other { get; } = $"ten_{Guid.NewGuid():N}";

    protected IBlobStore Blobs => Stores.ForTenant(Tenant);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(4 * 1024 * 1024)]
    [InlineData((9 * 1024 * 1024) + 7)]
    public async Task A_blob_is_read_back_as_it_was_written(int length)
    {
        var bytes = RandomNumberGenerator.GetBytes(length);
        var metadata = new Dictionary<string, string> { ["file_name"] = "Kontoauszug März 100%.xml", ["empty"] = "" };
        var put = (
            await Blobs.Put("a/b", new Trickle(bytes), new("application/xml") { Metadata = metadata }, Ct)
        ).EnsureStored();
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(bytes)), put.Sha256);
        var (read, properties) = await Read("a/b");
        Assert.Equal(bytes, read);
        Assert.Equal(
            (put.ETag, (long)length, "application/xml"),
            (properties.ETag, properties.Length, properties.ContentType)
        );
        Assert.Equal(metadata.OrderBy(m => m.Key), properties.Metadata.OrderBy(m => m.Key));
        var head = await Blobs.Head("a/b", Ct);
        Assert.Equal((put.ETag, put.Sha256, (long)length), (head!.ETag, head.Sha256, head.Length));
    }

    [Fact]
    public async Task What_is_not_there_is_null_and_its_removal_no_error()
    {
        Assert.Null(await Blobs.Get("none", null, Ct));
        Assert.Null(await Blobs.Head("none", Ct));
        Assert.Null(await Blobs.Delete("none", null, Ct));
        Assert.Equal(BlobConflict.NotFound, await Blobs.Delete("none", "\"x\"", Ct));
        Assert.Empty((await Blobs.List(ct: Ct)).Blobs);
    }

    [Theory]
    [InlineData(0, 3L, "012")]
    [InlineData(3, null, "3456789")]
    [InlineData(8, 100L, "89")]
    [InlineData(10, 1L, "")]
    [InlineData(99, null, "")]
    public async Task A_range_is_read_with_the_properties_of_the_whole(int offset, long? length, string expected)
    {
        await Put("digits", "0123456789");
        var (bytes, properties) = await Read("digits", new BlobRange(offset, length));
        Assert.Equal(expected, Encoding.UTF8.GetString(bytes));
        Assert.Equal(10, properties.Length);
    }

    [Fact]
    public async Task Content_that_is_not_what_the_caller_said_is_not_stored()
    {
        await Put("x", "old");
        var write = Text with { Sha256 = new string('0', 64) };
        Assert.Equal(BlobConflict.HashMismatch, (await Blobs.Put("x", Content("new"), write, Ct)).Conflict);
        Assert.Equal(BlobConflict.HashMismatch, (await Blobs.Put("y", Content("new"), write, Ct)).Conflict);
        Assert.Equal("old", Encoding.UTF8.GetString((await Read("x")).Bytes));
        Assert.Null(await Blobs.Head("y", Ct));
        var right = Text with { Sha256 = Convert.ToHexString(SHA256.HashData("new"u8)) };
        Assert.NotNull((await Blobs.Put("x", Content("new"), right, Ct)).Properties);
    }

    [Fact]
    public async Task Content_that_breaks_off_is_not_stored()
    {
        await Put("x", "old");
        await Assert.ThrowsAnyAsync<Exception>(() =>
            Blobs.Put("x", new Trickle(new byte[5_000_000], breaks: true), Text, Ct)
        );
        Assert.Equal("old", Encoding.UTF8.GetString((await Read("x")).Bytes));
        Assert.Single((await Blobs.List(ct: Ct)).Blobs);
    }

    [Fact]
    public async Task Of_writers_that_want_the_name_free_one_wins()
    {
        var puts = await Task.WhenAll(
            Enumerable
                .Range(0, 8)
                .Select(i =>
                    Task.Run(() => Blobs.Put("once", Content($"{i}"), Text with { OnlyIfAbsent = true }, Ct), Ct)
                )
        );
        var winner = Assert.Single(puts, p => p.Conflict is null);
        Assert.All(puts.Where(p => p != winner), p => Assert.Equal(BlobConflict.AlreadyExists, p.Conflict));
        Assert.Equal(winner.Properties!.ETag, (await Blobs.Head("once", Ct))!.ETag);
    }

    [Theory]
    [InlineData("")]
    [InlineData("/a")]
    [InlineData("a/")]
    [InlineData("a//b")]
    [InlineData("../a")]
    [InlineData("a/../b")]
    [InlineData("a/.")]
    [InlineData("a.")]
    [InlineData("a\\b")]
    [InlineData("a\u0000")]
    [InlineData("a\r\nb")]
    public async Task What_can_be_no_name_is_refused_by_every_method(string name)
    {
        await Assert.ThrowsAsync<ArgumentException>(() => Blobs.Put(name, Content("x"), Text, Ct));
        await Assert.ThrowsAsync<ArgumentException>(() => Blobs.Get(name, null, Ct));
        await Assert.ThrowsAsync<ArgumentException>(() => Blobs.Head(name, Ct));
        await Assert.ThrowsAsync<ArgumentException>(() => Blobs.Delete(name, null, Ct));
        await Assert.ThrowsAsync<ArgumentException>(() =>
            Blobs.Put(new string('n', BlobNames.MaxLength + 1), Content("x"), Text, Ct)
        );
    }

    [Fact]
    public Task Half_a_surrogate_pair_is_in_no_name() =>
        // Not a row of the theory: the attribute would turn it into U+FFFD, which is allowed.
        Assert.ThrowsAsync<ArgumentException>(() => Blobs.Put($"a{(char)0xD800}", Content("x"), Text, Ct));

    [Theory]
    [InlineData("..")]
    [InlineData("")]
    [InlineData("a/b")]
    [InlineData("a.b")]
    public void What_can_be_no_tenant_is_refused(string tenant) =>
        Assert.Throws<ArgumentException>(() => Stores.ForTenant(tenant));

    [Fact]
    public async Task Names_that_look_alike_are_different_and_long_ones_are_kept()
    {
        string[] names =
        [
            "a",
            "A",
            "a/b",
            "a-b",
            "a%2Fb",
            "ä é/100% & more?#+.xml",
            "...a",
            string.Join('/', Enumerable.Repeat(new string('n', 89), 10)),
        ];
        foreach (var name in names)
        {
            await Put(name, name);
        }
        foreach (var name in names)
        {
            Assert.Equal(name, Encoding.UTF8.GetString((await Read(name)).Bytes));
        }
        var listed = (await Blobs.List(limit: 1000, ct: Ct)).Blobs.Select(b => b.Name);
        Assert.Equal(names.Order(StringComparer.Ordinal), listed.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Another_tenant_reaches_nothing()
    {
        var put = (await Blobs.Put("mine/a", Content("secret"), Text, Ct)).EnsureStored();
        var stranger = Stores.ForTenant(Other);
        foreach (var name in new[] { "mine/a", $"{Tenant}/mine/a" })
        {
            Assert.Null(await stranger.Get(name, null, Ct));
            Assert.Null(await stranger.Head(name, Ct));
            Assert.Equal(BlobConflict.NotFound, await stranger.Delete(name, put.ETag, Ct));
            Assert.Null(await stranger.Delete(name, null, Ct));
            Assert.Empty((await stranger.List(name, ct: Ct)).Blobs);
        }
        await stranger.Put("mine/a", Content("other"), Text, Ct);
        await Assert.ThrowsAsync<ArgumentException>(() => stranger.List("../", ct: Ct));
        Assert.Equal("secret", Encoding.UTF8.GetString((await Read("mine/a")).Bytes));
        Assert.Equal(put.ETag, Assert.Single((await Blobs.List(ct: Ct)).Blobs).ETag);
        // A tenant whose id begins with another's sees none of it either.
        Assert.Empty((await Stores.ForTenant(Tenant[..^1]).List(ct: Ct)).Blobs);
    }

    [Fact]
    public async Task A_list_goes_on_where_its_page_ended()
    {
        foreach (var i in Enumerable.Range(0, 7))
        {
            await Put($"p/{i}", "x");
        }
        await Put("q", "x");
        var seen = new List<string>();
        string? cursor = null;
        do
        {
            var page = await Blobs.List("p/", 3, cursor, Ct);
            Assert.InRange(page.Blobs.Count, 0, 3);
            seen.AddRange(page.Blobs.Select(b => b.Name));
            cursor = page.Next;
        } while (cursor is not null);
        Assert.Equal(Enumerable.Range(0, 7).Select(i => $"p/{i}"), seen);
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => Blobs.List(limit: 0, ct: Ct));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => Blobs.List(limit: 1001, ct: Ct));
    }

    [Fact]
    public async Task Metadata_and_conditions_that_no_store_could_keep_are_refused()
    {
        var big = new Dictionary<string, string> { ["a"] = new('ä', 2000) };
        var wrong = new Dictionary<string, string> { ["With-Dash"] = "x" };
        foreach (
            var write in new[]
            {
                Text with
                {
                    Metadata = big,
                },
                Text with
                {
                    Metadata = wrong,
                },
                Text with
                {
                    Sha256 = "abc",
                },
                Text with
                {
                    IfMatch = "\"x\"",
                    OnlyIfAbsent = true,
                },
                new BlobWrite("no type"),
            }
        )
        {
            await Assert.ThrowsAsync<ArgumentException>(() => Blobs.Put("x", Content("x"), write, Ct));
        }
    }

    [Fact]
    public async Task Any_sequence_of_writes_ends_as_in_the_model()
    {
        // Opened out here: a store that is absent skips the test, and inside the property that would count as a failure.
        var stores = Stores;
        await Gen.Select(Gen.Int[0, 3], Gen.Int[0, 3], Gen.Int[0, 2])
            .Array[1, 12]
            .SampleAsync(
                async steps =>
                {
                    var store = stores.ForTenant($"ten_{Guid.NewGuid():N}");
                    var model = new SortedDictionary<string, (string Text, string ETag)>(StringComparer.Ordinal);
                    for (var i = 0; i < steps.Length; i++)
                    {
                        await Step(store, model, steps[i].Item1, $"n/{steps[i].Item2}", steps[i].Item3, $"v{i}");
                    }
                    var listed = (await store.List(limit: 1000, ct: Ct)).Blobs.Select(b => (b.Name, b.ETag));
                    Assert.Equal(model.Select(m => (m.Key, m.Value.ETag)), listed);
                    foreach (var (name, expected) in model)
                    {
                        await using var content = await store.Get(name, null, Ct);
                        using var reader = new StreamReader(content!.Stream);
                        Assert.Equal(expected.Text, await reader.ReadToEndAsync(Ct));
                    }
                },
                iter: Sequences,
                threads: 1
            );
    }

    private static async Task Step(
        IBlobStore store,
        SortedDictionary<string, (string Text, string ETag)> model,
        int verb,
        string name,
        int match,
        string text
    )
    {
        var stored = model.TryGetValue(name, out var held) ? held.ETag : null;
        var ifMatch = match switch
        {
            0 => null,
            1 => stored ?? "\"0x8DC000000000000\"",
            _ => "\"0x8DC000000000001\"",
        };
        var conflict =
            ifMatch is null ? (BlobConflict?)null
            : stored is null ? BlobConflict.NotFound
            : stored == ifMatch ? null
            : BlobConflict.ETagMismatch;
        if (verb == 0)
        {
            Assert.Equal(conflict, await store.Delete(name, ifMatch, Ct));
            _ = conflict is null && model.Remove(name);
            return;
        }
        if (verb == 1)
        {
            (ifMatch, conflict) = (null, stored is null ? null : BlobConflict.AlreadyExists);
        }
        var put = await store.Put(name, Content(text), Text with { IfMatch = ifMatch, OnlyIfAbsent = verb == 1 }, Ct);
        Assert.Equal(conflict, put.Conflict);
        if (put.Properties is { } now)
        {
            Assert.NotEqual(stored, now.ETag);
            model[name] = (text, now.ETag);
        }
    }

    private async Task Put(string name, string text) => (await Blobs.Put(name, Content(text), Text, Ct)).EnsureStored();

    protected async Task<(byte[] Bytes, BlobProperties Properties)> Read(string name, BlobRange? range = null)
    {
        await using var content = await Blobs.Get(name, range, Ct);
        using var copy = new MemoryStream();
        await content!.Stream.CopyToAsync(copy, Ct);
        return (copy.ToArray(), content.Properties);
    }

    protected static MemoryStream Content(string text) => new(Encoding.UTF8.GetBytes(text));

    /// <summary>Gives its bytes in odd portions, as a network does, can't be positioned, and may break off before its end.</summary>
    private sealed class Trickle(byte[] bytes, bool breaks = false) : MemoryStream(bytes)
    {
        public override bool CanSeek => false;

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            breaks && Position == Length
                ? throw new IOException("The connection broke.")
                : base.ReadAsync(buffer[..Math.Min(buffer.Length, 77_777)], cancellationToken);
    }
}
