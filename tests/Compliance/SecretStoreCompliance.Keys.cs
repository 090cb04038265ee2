using CsCheck;
using IntegrationFunctions.Platform.Results;
using IntegrationFunctions.Platform.Secrets;

namespace IntegrationFunctions.Tests.Compliance;

/// <summary>What becomes of secrets when their keys are made anew or destroyed.</summary>
public abstract partial class SecretStoreCompliance
{
    [Fact]
    public async Task The_names_of_a_tenant_are_its_own()
    {
        await Secrets.Set("t1", "one", "x", Ct);
        await Secrets.Set("t1", "a/ß?#", "x", Ct);
        await Secrets.Set("t1", "gone", "x", Ct);
        await Secrets.Delete("t1", "gone", Ct);
        await Secrets.Set("t2", "two", "x", Ct);
        Assert.Equal(["a/ß?#", "one"], (await Names("t1")).Order(StringComparer.Ordinal));
        Assert.Equal(["two"], await Names("t2"));
        Assert.Empty(await Names("t3"));
    }

    [Fact]
    public async Task A_rotated_key_leaves_older_values_readable_and_seals_the_new_ones()
    {
        await Secrets.Set("t1", "old", "1", Ct);
        Assert.Equal(2, await Keys.Rotate("t1", Ct));
        await Secrets.Set("t1", "new", "2", Ct);
        Assert.Equal(1, await Secrets.Reseal("t1", Ct));
        Assert.Equal(0, await Secrets.Reseal("t1", Ct));
        await Reopen();
        Assert.Equal("1", await Secrets.Get("t1", "old", Ct));
        Assert.Equal("2", await Secrets.Get("t1", "new", Ct));
    }

    [Fact]
    public async Task Values_are_read_and_written_while_keys_rotate()
    {
        await Secrets.Set("t1", "s", "0", Ct);
        var rotating = Task.Run(
            async () =>
            {
                for (var i = 0; i < 10; i++)
                {
                    await Keys.Rotate("t1", Ct);
                    await Secrets.Reseal("t1", Ct);
                }
            },
            Ct
        );
        var last = 0;
        while (!rotating.IsCompleted || last < 20)
        {
            await Secrets.Set("t1", "s", $"{++last}", Ct);
            Assert.Equal($"{last}", await Secrets.Get("t1", "s", Ct));
        }
        await rotating;
        await Reopen();
        Assert.Equal($"{last}", await Secrets.Get("t1", "s", Ct));
    }

    [Fact]
    public async Task A_destroyed_key_takes_its_secrets_along_and_says_so()
    {
        await Secrets.Set("t1", "s", "hunter2", Ct);
        await Keys.Rotate("t1", Ct);
        await Secrets.Set("t1", "newer", "hunter2", Ct);
        await Secrets.Set("t2", "s", "theirs", Ct);
        await Keys.Destroy("t1", Ct);
        await Keys.Destroy("t1", Ct);
        foreach (var name in new[] { "s", "newer" })
        {
            var error = await Assert.ThrowsAsync<KeyDestroyedException>(() => Secrets.Get("t1", name, Ct));
            Assert.Equal("t1", error.TenantId);
            Assert.Equal(ErrorKind.Permanent, error.Error.Kind);
            Assert.Contains("keys renew t1", error.Message, StringComparison.Ordinal);
            Assert.DoesNotContain("hunter2", error.ToString(), StringComparison.Ordinal);
        }
        await Assert.ThrowsAsync<KeyDestroyedException>(() => Secrets.Set("t1", "other", "x", Ct));
        await Assert.ThrowsAsync<KeyDestroyedException>(() => Keys.Rotate("t1", Ct));
        Assert.Null(await Secrets.Get("t1", "other", Ct));
        Assert.Equal("theirs", await Secrets.Get("t2", "s", Ct));
        await Reopen();
        await Assert.ThrowsAsync<KeyDestroyedException>(() => Secrets.Get("t1", "s", Ct));
    }

    [Fact]
    public async Task A_key_made_after_destruction_seals_new_values_and_opens_no_old_one()
    {
        await Secrets.Set("t1", "old", "x", Ct);
        await Assert.ThrowsAsync<ArgumentException>(() => Keys.Renew("t1", Ct));
        await Keys.Destroy("t1", Ct);
        Assert.Equal(2, await Keys.Renew("t1", Ct));
        await Secrets.Set("t1", "new", "y", Ct);
        await Assert.ThrowsAsync<KeyDestroyedException>(() => Secrets.Get("t1", "old", Ct));
        Assert.Equal(0, await Secrets.Reseal("t1", Ct));
        await Secrets.Set("t1", "old", "z", Ct);
        await Reopen();
        Assert.Equal("y", await Secrets.Get("t1", "new", Ct));
        Assert.Equal("z", await Secrets.Get("t1", "old", Ct));
    }

    [Fact]
    public async Task A_tenant_without_keys_can_be_destroyed_too()
    {
        await Keys.Destroy("t1", Ct);
        await Assert.ThrowsAsync<KeyDestroyedException>(() => Secrets.Set("t1", "s", "x", Ct));
        Assert.Equal(1, await Keys.Renew("t1", Ct));
        await Secrets.Set("t1", "s", "x", Ct);
        Assert.Equal("x", await Secrets.Get("t1", "s", Ct));
    }

    // What: 0 set, 1 delete, 2 rotate, 3 reseal, 4 destroy and renew, 5 reopen.
    [Fact]
    public async Task It_does_what_a_dictionary_does_whatever_becomes_of_the_keys()
    {
        var run = 0;
        var steps = Gen.Select(Gen.Int[0, 5], Gen.Int[0, 3], Gen.String[0, 20].Where(Whole)).List[1, 25];
        await steps.SampleAsync(
            async list =>
            {
                var tenant = $"p{Interlocked.Increment(ref run)}";
                var model = new Dictionary<string, string?>(StringComparer.Ordinal);
                foreach (var (what, which, value) in list)
                {
                    await Do(tenant, model, what, $"s{which}", value);
                }
                Assert.Equal(
                    model.Keys.Order(StringComparer.Ordinal),
                    (await Names(tenant)).Order(StringComparer.Ordinal)
                );
                foreach (var (name, value) in model)
                {
                    if (value is null)
                    {
                        await Assert.ThrowsAsync<KeyDestroyedException>(() => Secrets.Get(tenant, name, Ct));
                    }
                    else
                    {
                        Assert.Equal(value, await Secrets.Get(tenant, name, Ct));
                    }
                }
            },
            iter: 40,
            threads: 1
        );
    }

    private async Task Do(string tenant, Dictionary<string, string?> model, int what, string name, string value)
    {
        switch (what)
        {
            case 0:
                await Secrets.Set(tenant, name, value, Ct);
                model[name] = value;
                break;
            case 1:
                await Secrets.Delete(tenant, name, Ct);
                model.Remove(name);
                break;
            case 2:
                await Keys.Rotate(tenant, Ct);
                break;
            case 3:
                await Secrets.Reseal(tenant, Ct);
                break;
            case 4:
                await Keys.Destroy(tenant, Ct);
                await Keys.Renew(tenant, Ct);
                foreach (var known in model.Keys.ToList())
                {
                    model[known] = null;
                }
                break;
            default:
                await Reopen();
                break;
        }
    }

    // UTF-8 has no half of a surrogate pair.
    private static bool Whole(string text) => !text.Any(char.IsSurrogate);

    private async Task<List<string>> Names(string tenant)
    {
        var names = new List<string>();
        await foreach (var name in Secrets.Names(tenant, Ct))
        {
            names.Add(name);
        }
        return names;
    }
}
