using Amqp;
using Amqp.Types;
using IntegrationFunctions.Platform.Messages;

namespace IntegrationFunctions.Tests.Support.ServiceBus;

/// <summary>
/// One queue with the rules of Service Bus's documentation: locks that run out, delivery counts, scheduling, time to live, sessions, duplicate
/// detection from when a message was sent, dead letters with their reasons. Called under the broker's lock.
/// </summary>
internal sealed class FakeQueue(
    QueueOptions options,
    TimeProvider clock,
    Action<DateTimeOffset> ringAt,
    bool isDead = false
)
{
    private readonly List<FakeEntry> _entries = [];
    private readonly Dictionary<string, DateTimeOffset> _seen = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (object Owner, DateTimeOffset Until)> _sessions = new(StringComparer.Ordinal);
    private long _sequence;

    public QueueOptions Options => options;

    public bool HasSessions => options.Ordered && !isDead;

    public FakeQueue Dead => field ??= new FakeQueue(options, clock, ringAt, isDead: true);

    /// <summary>Owners whose session lock has run out since the last call.</summary>
    public List<object> LostSessions { get; } = [];

    /// <summary>The number of the message; the last one's where it was a repeat. Null where a message has no session and must.</summary>
    public long? Add(Message message, byte[] bytes)
    {
        var now = clock.GetUtcNow();
        var session = message.Properties?.GroupId;
        if (HasSessions && session is null)
        {
            return null;
        }
        var id = message.Properties?.MessageId;
        if (id is not null && _seen.TryGetValue(id, out var until) && until > now)
        {
            return _sequence;
        }
        if (id is not null)
        {
            _seen[id] = now + options.DuplicateWindow;
        }
        var due = message.MessageAnnotations?[new Symbol("x-opt-scheduled-enqueue-time")] is DateTime time
            ? new DateTimeOffset(DateTime.SpecifyKind(time, DateTimeKind.Utc))
            : now;
        var life = message.Header is { Ttl: > 0 and var ttl } ? TimeSpan.FromMilliseconds(ttl) : (TimeSpan?)null;
        Insert(
            new FakeEntry(bytes)
            {
                Session = HasSessions ? session : null,
                Enqueued = due > now ? due : now,
                ScheduledFor = due > now ? due : null,
                Expires = (due > now ? due : now) + life,
            }
        );
        ringAt(due);
        return _sequence;
    }

    public bool Cancel(long sequence) =>
        _entries.RemoveAll(e => e.Sequence == sequence && e.ScheduledFor is not null) > 0;

    /// <summary>The next that may be delivered, locked; null where there is none.</summary>
    public FakeEntry? Next(string? session)
    {
        Tick();
        var now = clock.GetUtcNow();
        var next = _entries.Find(e =>
            e.Lock is null && e.ScheduledFor is null && (session is null ? !HasSessions : e.Session == session)
        );
        if (next is null || (session is not null && !_sessions.ContainsKey(session)))
        {
            return null;
        }
        next.Lock = Guid.NewGuid();
        next.LockedUntil = now + options.DefaultLock;
        next.Deliveries++;
        ringAt(next.LockedUntil);
        return next;
    }

    /// <summary>A session that has something to deliver and is nobody's.</summary>
    public (string Id, DateTimeOffset Until)? Accept(object owner)
    {
        Tick();
        var free = _entries.Find(e =>
            e.Session is not null && e.Lock is null && e.ScheduledFor is null && !_sessions.ContainsKey(e.Session)
        );
        if (free is null)
        {
            return null;
        }
        var until = clock.GetUtcNow() + options.DefaultLock;
        _sessions[free.Session!] = (owner, until);
        ringAt(until);
        return (free.Session!, until);
    }

    public void Leave(string session, object owner)
    {
        if (_sessions.TryGetValue(session, out var held) && held.Owner == owner)
        {
            _sessions.Remove(session);
            Unlock(_entries.FindAll(e => e.Session == session && e.Lock is not null));
        }
    }

    public DateTimeOffset? RenewSession(string session)
    {
        Tick();
        if (!_sessions.TryGetValue(session, out var held))
        {
            return null;
        }
        var until = clock.GetUtcNow() + options.DefaultLock;
        _sessions[session] = (held.Owner, until);
        foreach (var entry in _entries.FindAll(e => e.Session == session && e.Lock is not null))
        {
            entry.LockedUntil = until;
        }
        ringAt(until);
        return until;
    }

    public DateTimeOffset? Renew(Guid token)
    {
        Tick();
        var entry = _entries.Find(e => e.Lock == token);
        if (entry is null)
        {
            return null;
        }
        entry.LockedUntil = clock.GetUtcNow() + options.DefaultLock;
        ringAt(entry.LockedUntil);
        return entry.LockedUntil;
    }

    /// <summary>All or none; false where a lock was lost, or where the session of one is not named.</summary>
    public bool Settle(Guid[] tokens, string status, string? session, string? reason, string? description)
    {
        Tick();
        var entries = tokens.Select(token => _entries.Find(e => e.Lock == token)).OfType<FakeEntry>().ToList();
        if (entries.Count < tokens.Length || entries.Exists(e => e.Session != session))
        {
            return false;
        }
        foreach (var entry in entries)
        {
            switch (status)
            {
                case "abandoned":
                    Unlock([entry]);
                    break;
                case "suspended":
                    Bury(entry, reason ?? "", description);
                    break;
                default:
                    _entries.Remove(entry);
                    break;
            }
        }
        return true;
    }

    public List<FakeEntry> Peek(long from, int max)
    {
        Tick();
        return [.. _entries.Where(e => e.Sequence >= from).OrderBy(e => e.Sequence).Take(max)];
    }

    private void Insert(FakeEntry entry)
    {
        entry.Sequence = ++_sequence;
        _entries.Add(entry);
    }

    private void Tick()
    {
        var now = clock.GetUtcNow();
        foreach (var (session, (owner, until)) in _sessions.Where(s => s.Value.Until <= now).ToArray())
        {
            Leave(session, owner);
            LostSessions.Add(owner);
        }
        Unlock(_entries.FindAll(e => e.Lock is not null && e.LockedUntil <= now));
        foreach (var due in _entries.Where(e => e.ScheduledFor <= now).OrderBy(e => e.ScheduledFor).ToArray())
        {
            // As if it had come just now, at the end of the queue.
            _entries.Remove(due);
            due.ScheduledFor = null;
            Insert(due);
        }
        foreach (var expired in _entries.FindAll(e => e.Expires <= now && e.Lock is null && e.ScheduledFor is null))
        {
            Bury(expired, "TTLExpiredException", "The message expired and was dead lettered.");
        }
    }

    private void Unlock(List<FakeEntry> entries)
    {
        foreach (var entry in entries)
        {
            entry.Lock = null;
            if (entry.Deliveries >= options.MaxDeliveries && !isDead)
            {
                Bury(entry, "MaxDeliveryCountExceeded", $"Not consumed after {entry.Deliveries} delivery attempts.");
            }
        }
    }

    private void Bury(FakeEntry entry, string reason, string? description)
    {
        _entries.Remove(entry);
        Dead.Insert(entry.Dead(reason, description));
    }
}
