using System.Collections.Concurrent;

namespace IntegrationFunctions.Identity;

/// <summary>
/// Who signed in a moment ago, by the SHA-256 of what they sent, so that a busy key costs one look-up in memory a request. What is shut off is
/// forgotten in this process at once; other processes learn of it when their memory runs out.
/// </summary>
public sealed class SignInCache
{
    /// <summary>How long somebody is remembered at most.</summary>
    public static readonly TimeSpan Remembered = TimeSpan.FromSeconds(15);

    private const int Most = 10_000;
    private readonly ConcurrentDictionary<string, Entry> _known = new(StringComparer.Ordinal);
    private readonly Lock _gate = new();
    private long _forgotten;

    /// <summary>To be read before a look-up, and handed to <see cref="Remember"/> after it.</summary>
    internal long Mark => Interlocked.Read(ref _forgotten);

    internal bool TryGet(string hash, DateTimeOffset now, out Entry entry) =>
        _known.TryGetValue(hash, out entry!) && entry.Until > now;

    /// <summary>A look-up that began before something was forgotten must not bring it back.</summary>
    internal void Remember(string hash, Entry entry, long mark)
    {
        lock (_gate)
        {
            if (_forgotten != mark)
            {
                return;
            }
            if (_known.Count >= Most)
            {
                _known.Clear();
            }
            _known[hash] = entry;
        }
    }

    /// <summary>Forgets what was sent so.</summary>
    internal void Forget(string hash)
    {
        lock (_gate)
        {
            _forgotten++;
            _known.TryRemove(hash, out _);
        }
    }

    /// <summary>Forgets the callers that match: a user who was changed, a token that was revoked.</summary>
    internal void Forget(Func<Caller, bool> match)
    {
        lock (_gate)
        {
            _forgotten++;
            foreach (var (hash, entry) in _known)
            {
                if (match(entry.Caller))
                {
                    _known.TryRemove(hash, out _);
                }
            }
        }
    }

    internal void ForgetUser(string accountId, string userId) =>
        Forget(caller => caller.AccountId == accountId && caller.UserId == userId);

    internal sealed record Entry(Caller Caller, DateTimeOffset Until, AddressList? Addresses = null);
}
