using System.Text;
using IntegrationFunctions.Platform.Blobs;
using IntegrationFunctions.Platform.Documents;
using IntegrationFunctions.Platform.Messages;
using IntegrationFunctions.Platform.Secrets;
using IntegrationFunctions.Platform.Storage;
using IntegrationFunctions.Tests.Compliance;
using IntegrationFunctions.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace IntegrationFunctions.Tests.Isolation;

/// <summary>
/// A tenant tries to reach another's documents, messages, blobs and secrets by every method of their interfaces. A method without an attempt
/// here fails the first test, so a new one can't be forgotten.
/// </summary>
public sealed class TenantWallsTests : IAsyncDisposable
{
    private const string Victim = "victim";
    private const string Attacker = "attacker";
    private const string Marker = "the-victims-own";
    private readonly TemporaryFolder _files = new();
    private readonly DataFolder _folder;
    private readonly ServiceProvider _services;

    public TenantWallsTests()
    {
        _folder = DataFolder.Open(_files.Path);
        _services = new ServiceCollection()
            .AddLogging()
            .AddEmbeddedStorage(_folder)
            .AddDocumentGroup(new DocumentGroup("notes").Index("text"))
            .BuildServiceProvider();
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private IDocumentStore Mine => _services.GetRequiredService<IDocumentStores>().ForTenant(Attacker);

    private IDocumentStore Theirs => _services.GetRequiredService<IDocumentStores>().ForTenant(Victim);

    private IMessageQueue Queue => _services.GetRequiredService<IMessageQueue>();

    private IBlobStore MyBlobs => _services.GetRequiredService<IBlobStores>().ForTenant(Attacker);

    private IBlobStore TheirBlobs => _services.GetRequiredService<IBlobStores>().ForTenant(Victim);

    private ISecretStore Secrets => _services.GetRequiredService<ISecretStore>();

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        _folder.Dispose();
        _files.Dispose();
    }

    // What the platform alone calls, with nobody's tenant in its hand; everything else must be attempted.
    private static readonly Dictionary<string, string> NotATenants = new(StringComparer.Ordinal)
    {
        ["IDocumentStores.KeepHouse"] = "removes what has expired, of all tenants",
        ["IDocumentStore.get_TenantId"] = "says whose the handle is",
        ["IMessageQueue.Receive"] = "the pump's: it gives each message to the handler of its tenant",
        ["IMessageQueue.WaitForMessage"] = "the pump's: it tells that there is one, not what",
        ["ISealedValues.Reseal"] = "house-keeping after a rotation: it says how many, not what",
        ["ITenantKeys.Current"] =
            "never handed to a caller outside the platform; the store above asks with its own tenant",
        ["ITenantKeys.Find"] = "as Current",
        ["ITenantKeys.State"] = "an operator's",
        ["ITenantKeys.Rotate"] = "an operator's",
        ["ITenantKeys.Rewrap"] = "an operator's",
        ["ITenantKeys.Destroy"] = "an operator's",
        ["ITenantKeys.Renew"] = "an operator's",
    };

    // Each gives back what the attacker saw by it.
    private Dictionary<string, Func<Loot, Task<object?>>> Attempts() =>
        new(StringComparer.Ordinal)
        {
            ["IDocumentStores.ForTenant"] = async _ =>
            {
                var seen = new List<object?>();
                foreach (
                    var name in new[]
                    {
                        $"{Victim}/",
                        $"../{Victim}",
                        $"{Victim}?",
                        $"%76ictim",
                        "Victim",
                        "*",
                        " victim",
                    }
                )
                {
                    try
                    {
                        seen.Add(
                            (
                                await _services.GetRequiredService<IDocumentStores>().ForTenant(name).Get("notes/a", Ct)
                            )?.Text()
                        );
                    }
                    catch (ArgumentException)
                    {
                        // Not the name of a tenant.
                    }
                }
                return string.Join(' ', seen);
            },
            ["IDocumentStore.Get"] = async _ => (await Mine.Get("notes/a", Ct))?.Text(),
            ["IDocumentStore.GetMany"] = async _ => (await Mine.GetMany("notes", ["a"], Ct))[0]?.Text(),
            ["IDocumentStore.Commit"] = async loot =>
            {
                var said = new StringBuilder();
                foreach (
                    var batch in new[]
                    {
                        new DocumentBatch("notes").Set("a", "{}", loot.Document.ETag),
                        new DocumentBatch("notes").Delete("a", loot.Document.ETag),
                        new DocumentBatch("notes").Delete("a"),
                        new DocumentBatch("notes").Update("a", new DocumentUpdate().Set("text", "gone")),
                        new DocumentBatch("notes").Check("a", loot.Document.ETag),
                    }
                )
                {
                    said.Append((await Mine.Commit(batch, Ct)).Conflict);
                }
                await Refused(() =>
                    Mine.Commit(new DocumentBatch("notes").Send(new("q", "mX", Victim, "x"u8.ToArray())), Ct)
                );
                return said.ToString();
            },
            ["IDocumentStore.Query"] = async loot =>
            {
                var query = new DocumentQuery("notes").OrderBy("text");
                await Refused(() => Mine.Query(query.StartAfter(loot.Cursor), Ct));
                var all = (await Mine.Query(query, Ct)).Documents;
                var some = (await Mine.Query(new DocumentQuery("notes").Where("text", Marker), Ct)).Documents;
                return string.Join(' ', all.Concat(some).Select(document => document.Text()));
            },
            ["IDocumentStore.Aggregate"] = async _ => await Mine.Count(new("notes"), Ct) == 0 ? null : Marker,
            ["IDocumentStore.CursorOf"] = async loot =>
            {
                // A cursor for a document that it may not read leads nowhere but into its own.
                var query = new DocumentQuery("notes").OrderBy("text");
                var page = await Mine.Query(query.StartAfter(Mine.CursorOf(query, loot.Document)), Ct);
                return string.Join(' ', page.Documents.Select(document => document.Text()));
            },
            ["IDocumentStore.Collections"] = async _ =>
                string.Join(' ', await Mine.Collections(Ct)) is "" ? null : Marker,
            ["IDocumentStore.ReadChanges"] = async loot =>
            {
                await Refused(() => Mine.ReadChanges("notes", loot.Feed, 10, Ct));
                return string.Join(
                    ' ',
                    (await Mine.ReadChanges("notes", null, 10, Ct)).Changes.Select(c => c.Document.Text())
                );
            },
            ["IDocumentStore.WaitForChange"] = async loot =>
            {
                await Refused(() => Mine.WaitForChange("notes", loot.Feed, Ct));
                using var stop = CancellationTokenSource.CreateLinkedTokenSource(Ct);
                var waiting = Mine.WaitForChange("notes", null, stop.Token);
                (await Theirs.Create("notes/b", """{"text":"b"}""")).EnsureCommitted();
                (await Theirs.Delete("notes/b", ct: Ct)).EnsureCommitted();
                var woken = waiting.IsCompleted;
                await stop.CancelAsync();
                await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
                return woken ? Marker : null;
            },
            // Ids of one tenant don't meet another's: a message of the same id neither goes away nor is taken for the same.
            ["IMessageQueue.Send"] = async _ =>
                await Queue.Send(new("q", "m1", Attacker, "x"u8.ToArray()), Ct) ? null : Marker,
            ["IMessageQueue.SendMany"] = async _ =>
                (await Queue.SendMany([new("q", "d1", Attacker, "x"u8.ToArray())], Ct))[0] ? null : Marker,
            // With the lock of a message of its own it names the victim's.
            ["IMessageQueue.Complete"] = loot => OnForged(loot, message => Queue.Complete(message, Ct)),
            ["IMessageQueue.CompleteMany"] = loot => OnForged(loot, message => Queue.CompleteMany([message], Ct)),
            ["IMessageQueue.Abandon"] = loot => OnForged(loot, message => Queue.Abandon(message, TimeSpan.Zero, Ct)),
            ["IMessageQueue.DeadLetter"] = loot => OnForged(loot, message => Queue.DeadLetter(message, "x", ct: Ct)),
            ["IMessageQueue.Renew"] = loot =>
                OnForged(loot, message => Queue.Renew(message, TimeSpan.FromMinutes(1), Ct)),
            ["IMessageQueue.Peek"] = async _ =>
                Bodies((await Queue.Peek("q", new(Attacker), Ct)).Items.Select(m => m.Body)),
            ["IMessageQueue.PeekDeadLetters"] = async _ =>
                Bodies((await Queue.PeekDeadLetters("q", new(Attacker), Ct)).Items.Select(m => m.Body)),
            ["IMessageQueue.Replay"] = async _ => await Queue.Replay("q", Attacker, "d1", Ct) ? Marker : null,
            ["IMessageQueue.ReplayAll"] = async _ => await Queue.ReplayAll("q", Attacker, Ct) == 0 ? null : Marker,
            ["IMessageQueue.DeleteDeadLetter"] = async _ =>
                await Queue.DeleteDeadLetter("q", Attacker, "d1", Ct) ? Marker : null,
            ["IBlobStores.ForTenant"] = async _ =>
            {
                var seen = new List<object?>();
                foreach (var name in new[] { $"{Victim}/", $"../{Victim}", $"./{Victim}", "Victim", "" })
                {
                    try
                    {
                        seen.Add(
                            (
                                await _services.GetRequiredService<IBlobStores>().ForTenant(name).Head("files/a", Ct)
                            )?.Sha256
                        );
                    }
                    catch (ArgumentException)
                    {
                        // Not the name of a tenant.
                    }
                }
                return seen.TrueForAll(one => one is null) ? null : Marker;
            },
            ["IBlobStore.Put"] = loot =>
                ByBlobName(async name =>
                {
                    using var content = new MemoryStream("x"u8.ToArray());
                    await MyBlobs.Put(name, content, new BlobWrite("text/plain") { IfMatch = loot.Blob.ETag }, Ct);
                    return null;
                }),
            ["IBlobStore.Get"] = _ =>
                ByBlobName(async name =>
                {
                    await using var blob = await MyBlobs.Get(name, ct: Ct);
                    return blob is null ? null : Marker;
                }),
            ["IBlobStore.Head"] = _ => ByBlobName(async name => await MyBlobs.Head(name, Ct) is null ? null : Marker),
            ["IBlobStore.Delete"] = loot =>
                ByBlobName(async name =>
                {
                    await MyBlobs.Delete(name, loot.Blob.ETag, Ct);
                    await MyBlobs.Delete(name, null, Ct);
                    return null;
                }),
            ["IBlobStore.List"] = _ =>
                ByBlobName(async name => (await MyBlobs.List(name, ct: Ct)).Blobs.Count == 0 ? null : Marker),
            ["ISecretStore.Get"] = async _ => await Secrets.Get(Attacker, "bank", Ct),
            ["ISecretStore.Names"] = async _ =>
                string.Join(' ', await Secrets.Names(Attacker, Ct).ToListAsync(Ct)) is "" ? null : Marker,
            ["ISecretStore.Set"] = async _ =>
            {
                await Secrets.Set(Attacker, "bank", "mine", Ct);
                return null;
            },
            ["ISecretStore.Delete"] = async _ =>
            {
                await Secrets.Delete(Attacker, "bank", Ct);
                return null;
            },
        };

    [Fact]
    public void Every_method_is_attempted()
    {
        Type[] seams =
        [
            typeof(IDocumentStores),
            typeof(IDocumentStore),
            typeof(IMessageQueue),
            typeof(IBlobStores),
            typeof(IBlobStore),
            typeof(ISecretStore),
            typeof(ISealedValues),
            typeof(ITenantKeys),
        ];
        var all = seams
            .SelectMany(seam => seam.GetMethods().Select(method => $"{seam.Name}.{method.Name}"))
            .Distinct()
            .Order(StringComparer.Ordinal);
        Assert.Equal(all, Attempts().Keys.Concat(NotATenants.Keys).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task No_method_shows_or_changes_anything_of_another_tenant()
    {
        var loot = await Fill();
        var before = await State();
        foreach (var (method, attempt) in Attempts())
        {
            var seen = (await attempt(loot))?.ToString() ?? "";
            Assert.False(seen.Contains(Marker, StringComparison.Ordinal), $"{method} shows: {seen}");
            Assert.True(before == await State(), $"{method} changed something: {await State()} instead of {before}");
        }
    }

    private sealed record Loot(
        Document Document,
        string? Cursor,
        string Feed,
        BlobProperties Blob,
        ReceivedMessage Held
    );

    // The victim's things, and what of them an attacker may have come to know: versions, cursors, names.
    private async Task<Loot> Fill()
    {
        (await Theirs.Create("notes/a", $$"""{"text":"{{Marker}}"}""")).EnsureCommitted();
        (await Theirs.Create("notes/z", $$"""{"text":"{{Marker}}"}""")).EnsureCommitted();
        var page = await Theirs.Query(new DocumentQuery("notes").OrderBy("text").Limit(1), Ct);
        var feed = await Theirs.ReadChanges("notes", null, 1, Ct);
        using var content = new MemoryStream(Encoding.UTF8.GetBytes(Marker));
        var blob = await TheirBlobs.Put("files/a", content, new BlobWrite("text/plain"), Ct);
        await Secrets.Set(Victim, "bank", Marker, Ct);
        await Queue.Send(new("q", "d1", Victim, Encoding.UTF8.GetBytes(Marker)), Ct);
        var doomed = Assert.Single(await Queue.Receive("q", 1, TimeSpan.FromMinutes(1), Ct));
        Assert.True(await Queue.DeadLetter(doomed, "broken", ct: Ct));
        await Queue.Send(new("held", "h1", Attacker, "x"u8.ToArray()), Ct);
        var held = Assert.Single(await Queue.Receive("held", 1, TimeSpan.FromMinutes(5), Ct));
        await Queue.Send(new("q", "m1", Victim, Encoding.UTF8.GetBytes(Marker)), Ct);
        return new((await Theirs.Get("notes/a", Ct))!, page.Next, feed.Cursor, blob.Properties!, held);
    }

    private async Task<string> State()
    {
        var notes = (await Theirs.Query(new DocumentQuery("notes"), Ct)).Documents;
        var blob = await TheirBlobs.Head("files/a", Ct);
        var waiting = (await Queue.Peek("q", new(Victim), Ct)).Items;
        var dead = (await Queue.PeekDeadLetters("q", new(Victim), Ct)).Items;
        return string.Join(
            '|',
            [
                .. notes.Select(note => $"{note.Path.Value} {note.ETag} {note.Text()}"),
                $"{blob?.ETag} {(await TheirBlobs.List(ct: Ct)).Blobs.Count}",
                await Secrets.Get(Victim, "bank", Ct) ?? "",
                .. waiting.Select(message => $"{message.Id} {message.DeliveryCount}"),
                .. dead.Select(message => $"{message.Id} {message.Reason}"),
            ]
        );
    }

    private static async Task<object?> OnForged<T>(Loot loot, Func<ReceivedMessage, Task<T>> act)
    {
        // Its own lock, the victim's name; and the victim's name with no lock at all.
        await act(loot.Held with { Queue = "q", Id = "m1", TenantId = Victim });
        await act(loot.Held with { Queue = "q", Id = "m1", TenantId = Victim, LockToken = Guid.NewGuid().ToString() });
        return null;
    }

    private static async Task<object?> ByBlobName(Func<string, Task<object?>> act)
    {
        var seen = new List<object?>();
        foreach (
            var name in new[]
            {
                "files/a",
                $"{Victim}/files/a",
                $"../{Victim}/files/a",
                $"/{Victim}/files/a",
                "..\\victim",
            }
        )
        {
            try
            {
                seen.Add(await act(name));
            }
            catch (ArgumentException)
            {
                // Not the name of a blob.
            }
        }
        return seen.Find(one => one is not null);
    }

    private static async Task Refused(Func<Task> act) => await Assert.ThrowsAnyAsync<ArgumentException>(act);

    private static string Bodies(IEnumerable<ReadOnlyMemory<byte>> bodies) =>
        string.Join(' ', bodies.Select(body => Encoding.UTF8.GetString(body.Span)));
}
