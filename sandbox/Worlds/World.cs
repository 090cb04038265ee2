using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text.Json;

namespace IntegrationFunctions.Sandbox.Worlds;

/// <summary>
/// A world: computed base data, and in memory the changes that sandbox.db holds. Writers take <see cref="Gate"/>, write to the store first and
/// to memory after; readers take nothing.
/// </summary>
internal sealed class World
{
    private readonly WorldStore _store;
    private ImmutableList<PostedEntry> _journal = [];
    private ImmutableList<(PostedEntry Entry, int Line)> _journalLines = [];
    private long _duplicates;

    public World(WorldDefinition definition, WorldStore store)
    {
        Definition = definition;
        Account = OwnAccount.Of(definition);
        _store = store;
        Load();
    }

    public WorldDefinition Definition { get; }

    public OwnAccount Account { get; }

    /// <summary>Held while a change is checked and written, so that two can't both find an item open.</summary>
    public Lock Gate { get; } = new();

    public ConcurrentDictionary<int, PartnerChange> PartnerChanges { get; } = new();

    public ConcurrentDictionary<int, Clearing> Clearings { get; } = new();

    public ConcurrentDictionary<string, string[]> OfficeChanges { get; } = new(StringComparer.Ordinal);

    public ConcurrentDictionary<string, PaymentMessage> Payments { get; } = new(StringComparer.Ordinal);

    public ImmutableList<PostedEntry> Journal => _journal;

    public ImmutableList<(PostedEntry Entry, int Line)> JournalLines => _journalLines;

    public long DuplicatePayments => Interlocked.Read(ref _duplicates);

    public BasePartner Partner(int index) => new(Definition, index);

    public BaseOpenItem OpenItem(int index) => new(Definition, index);

    /// <summary>Stores changed partners, and the tag under which the office asked for them; call it holding <see cref="Gate"/>.</summary>
    public void Save(IReadOnlyDictionary<int, PartnerChange> changes, string? tag = null, string[]? keys = null)
    {
        _store.Write(s =>
        {
            foreach (var (index, change) in changes)
            {
                s.Run(
                    "INSERT INTO partner_changes VALUES($w, $p, $j) ON CONFLICT DO UPDATE SET json=$j",
                    ("$w", Definition.Name),
                    ("$p", index),
                    ("$j", JsonSerializer.Serialize(change, WorldJson.Default.PartnerChange))
                );
            }
            if (tag is not null)
            {
                s.Run(
                    "INSERT INTO office_changes VALUES($w, $t, $k)",
                    ("$w", Definition.Name),
                    ("$t", tag),
                    ("$k", JsonSerializer.Serialize(keys!, WorldJson.Default.StringArray))
                );
            }
        });
        foreach (var (index, change) in changes)
        {
            PartnerChanges[index] = change;
        }
        if (tag is not null)
        {
            OfficeChanges[tag] = keys!;
        }
    }

    /// <summary>Posts entries to the end of the journal, and with them what they clear; call it holding <see cref="Gate"/>.</summary>
    public void Save(IReadOnlyList<PostedEntry> entries)
    {
        var number = _journal.Count;
        _store.Write(s =>
        {
            foreach (var entry in entries)
            {
                s.Run(
                    "INSERT INTO journal VALUES($w, $n, $j)",
                    ("$w", Definition.Name),
                    ("$n", number++),
                    ("$j", JsonSerializer.Serialize(entry, WorldJson.Default.PostedEntry))
                );
            }
        });
        entries.ToList().ForEach(Apply);
    }

    /// <summary>Stores a payment message with its bytes; call it holding <see cref="Gate"/>.</summary>
    public void Save(PaymentMessage message, ReadOnlyMemory<byte> body)
    {
        _store.Write(s =>
            s.Run(
                "INSERT INTO payments VALUES($w, $m, $r, $b, $j)",
                ("$w", Definition.Name),
                ("$m", message.MessageId),
                ("$r", message.ReceivedAt.ToUnixTimeMilliseconds()),
                ("$b", body.ToArray()),
                ("$j", JsonSerializer.Serialize(message, WorldJson.Default.PaymentMessage))
            )
        );
        Payments[message.MessageId] = message;
    }

    public void CountDuplicatePayment()
    {
        _store.Write(s =>
            s.Run(
                "INSERT INTO counters VALUES($w, 'duplicate-payments', 1) ON CONFLICT DO UPDATE SET value=value+1",
                ("$w", Definition.Name)
            )
        );
        Interlocked.Increment(ref _duplicates);
    }

    private void Load()
    {
        var world = ("$w", (object)Definition.Name);
        foreach (
            var (index, json) in _store.Read(
                "SELECT partner, json FROM partner_changes WHERE world=$w",
                r => (r.GetInt32(0), r.GetString(1)),
                world
            )
        )
        {
            PartnerChanges[index] = JsonSerializer.Deserialize(json, WorldJson.Default.PartnerChange)!;
        }
        foreach (
            var (tag, keys) in _store.Read(
                "SELECT tag, keys FROM office_changes WHERE world=$w",
                r => (r.GetString(0), r.GetString(1)),
                world
            )
        )
        {
            OfficeChanges[tag] = JsonSerializer.Deserialize(keys, WorldJson.Default.StringArray)!;
        }
        foreach (
            var json in _store.Read(
                "SELECT json FROM journal WHERE world=$w ORDER BY number",
                r => r.GetString(0),
                world
            )
        )
        {
            Apply(JsonSerializer.Deserialize(json, WorldJson.Default.PostedEntry)!);
        }
        foreach (var json in _store.Read("SELECT json FROM payments WHERE world=$w", r => r.GetString(0), world))
        {
            var message = JsonSerializer.Deserialize(json, WorldJson.Default.PaymentMessage)!;
            Payments[message.MessageId] = message;
        }
        _duplicates = _store
            .Read("SELECT value FROM counters WHERE world=$w AND name='duplicate-payments'", r => r.GetInt64(0), world)
            .FirstOrDefault();
    }

    private void Apply(PostedEntry entry)
    {
        for (var i = 0; i < entry.Lines.Count; i++)
        {
            if (entry.Lines[i].ClearedIndex is { } cleared)
            {
                Clearings[cleared] = new Clearing(entry.Document, entry.FiscalYear, entry.PostingDate);
            }
        }
        _journalLines = _journalLines.AddRange(entry.Lines.Select((_, i) => (entry, i)));
        _journal = _journal.Add(entry);
    }
}
