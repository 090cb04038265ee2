using IntegrationFunctions.Platform.Secrets;

namespace IntegrationFunctions.Tests.Compliance;

/// <summary>What every store of secrets must do. A store's test class inherits it and says how the store is opened.</summary>
public abstract partial class SecretStoreCompliance
{
    protected abstract ISecretStore Secrets { get; }

    /// <summary>The keys that the store seals with.</summary>
    protected abstract ITenantKeys Keys { get; }

    /// <summary>Closes and opens the store again, over the same data.</summary>
    protected abstract Task Reopen();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("hunter2")]
    [InlineData("")]
    [InlineData("pässword \u0000 𝔘 \"quoted\"\n")]
    public async Task A_secret_is_read_back(string value)
    {
        await Secrets.Set("t1", "connections/c1/password", value, Ct);
        Assert.Equal(value, await Secrets.Get("t1", "connections/c1/password", Ct));
    }

    [Fact]
    public async Task A_long_secret_is_read_back()
    {
        var value = new string('k', 100_000);
        await Secrets.Set("t1", "certificate", value, Ct);
        Assert.Equal(value, await Secrets.Get("t1", "certificate", Ct));
    }

    [Fact]
    public async Task The_longest_secret_is_read_back_and_a_longer_one_refused()
    {
        var longest = new string('k', SecretStore.MaxBytes - 2) + "é";
        await Secrets.Set("t1", "certificate", longest, Ct);
        Assert.Equal(longest, await Secrets.Get("t1", "certificate", Ct));
        var error = await Assert.ThrowsAsync<ArgumentException>(() =>
            Secrets.Set("t1", "certificate", longest + "k", Ct)
        );
        Assert.Contains("'certificate' has 262145 bytes; at most 262144", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("kkk", error.Message, StringComparison.Ordinal);
        Assert.Equal(longest, await Secrets.Get("t1", "certificate", Ct));
    }

    [Fact]
    public async Task Of_many_writes_at_once_one_is_the_last()
    {
        await Task.WhenAll(
            Enumerable.Range(0, 12).Select(i => Task.Run(() => Secrets.Set("t1", "s", $"v{i}", Ct), Ct))
        );
        var value = await Secrets.Get("t1", "s", Ct);
        Assert.Contains(value, Enumerable.Range(0, 12).Select(i => $"v{i}"));
        Assert.Equal(["s"], await Names("t1"));
        await Task.WhenAll(
            Enumerable
                .Range(0, 8)
                .Select(i =>
                    Task.Run(() => i % 2 == 0 ? Secrets.Delete("t1", "s", Ct) : Secrets.Set("t1", "s", "w", Ct), Ct)
                )
        );
        Assert.Contains(await Secrets.Get("t1", "s", Ct), new[] { null, "w" });
        await Secrets.Set("t1", "s", "end", Ct);
        Assert.Equal("end", await Secrets.Get("t1", "s", Ct));
    }

    [Fact]
    public async Task An_unknown_secret_is_null()
    {
        Assert.Null(await Secrets.Get("t1", "none", Ct));
        await Secrets.Set("t1", "one", "x", Ct);
        Assert.Null(await Secrets.Get("t1", "none", Ct));
    }

    [Fact]
    public async Task A_secret_is_written_over_and_forgotten()
    {
        await Secrets.Set("t1", "token", "old", Ct);
        await Secrets.Set("t1", "token", "new", Ct);
        Assert.Equal("new", await Secrets.Get("t1", "token", Ct));
        await Secrets.Delete("t1", "token", Ct);
        Assert.Null(await Secrets.Get("t1", "token", Ct));
        await Secrets.Delete("t1", "token", Ct);
    }

    [Fact]
    public async Task Tenants_have_their_own()
    {
        await Secrets.Set("t1", "token", "one", Ct);
        Assert.Null(await Secrets.Get("t2", "token", Ct));
        await Secrets.Set("t2", "token", "two", Ct);
        await Secrets.Delete("t2", "token", Ct);
        Assert.Equal("one", await Secrets.Get("t1", "token", Ct));
    }

    [Fact]
    public async Task Names_that_look_alike_are_different()
    {
        await Secrets.Set("t1", "a/b", "1", Ct);
        await Secrets.Set("t1", "a-b", "2", Ct);
        await Secrets.Set("t1", "A/B", "3", Ct);
        Assert.Equal("1", await Secrets.Get("t1", "a/b", Ct));
        Assert.Equal("2", await Secrets.Get("t1", "a-b", Ct));
        Assert.Equal("3", await Secrets.Get("t1", "A/B", Ct));
    }

    [Fact]
    public async Task Many_first_secrets_at_once_are_all_kept()
    {
        await Task.WhenAll(
            Enumerable.Range(0, 20).Select(i => Task.Run(() => Secrets.Set("t1", $"s{i}", $"v{i}", Ct), Ct))
        );
        await Reopen();
        for (var i = 0; i < 20; i++)
        {
            Assert.Equal($"v{i}", await Secrets.Get("t1", $"s{i}", Ct));
        }
    }

    [Fact]
    public async Task A_secret_needs_a_name()
    {
        await Assert.ThrowsAsync<ArgumentException>(() => Secrets.Set("t1", "", "x", Ct));
        await Assert.ThrowsAsync<ArgumentException>(() => Secrets.Get("t1", "", Ct));
    }
}
