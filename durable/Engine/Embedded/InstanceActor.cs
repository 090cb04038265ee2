namespace IntegrationFunctions.Durable.Embedded;

/// <summary>The place of one instance: its mail, and the certainty that only one turn of it runs at a time.</summary>
internal sealed class InstanceActor(string instanceId, string tenant)
{
    private readonly Lock _lock = new();
    private List<Mail> _mail = [];
    private bool _working;
    private bool _gone;

    public string InstanceId { get; } = instanceId;

    public string Tenant { get; } = tenant;

    /// <summary>What is known of it; null: not read yet. Touched by the running turn alone.</summary>
    public InstanceState? State { get; set; }

    /// <summary>Set where the instance was deleted under it: what is known must be read again.</summary>
    public volatile bool IsStale;

    /// <summary>When it was last looked at, for the cache.</summary>
    public long LastUsed { get; set; }

    /// <summary>
    /// Takes mail in, all of it for one turn. <paramref name="wake"/>: a turn must be scheduled now. False: the actor has left; ask for a new
    /// one.
    /// </summary>
    public bool TryPost(ReadOnlySpan<Mail> mail, out bool wake)
    {
        lock (_lock)
        {
            wake = false;
            if (_gone)
            {
                return false;
            }
            _mail.AddRange(mail);
            if (!_working)
            {
                _working = wake = true;
            }
            return true;
        }
    }

    /// <summary>Gives an actor that has just been made its state, so that the first turn need not read it; the caller gives it that turn.</summary>
    public bool TryAdopt(InstanceState state)
    {
        lock (_lock)
        {
            if (_gone || _working || _mail.Count > 0 || State is not null)
            {
                return false;
            }
            State = state;
            return _working = true;
        }
    }

    /// <summary>All mail, in order. Called by the turn that begins.</summary>
    public List<Mail> Take()
    {
        lock (_lock)
        {
            var taken = _mail;
            _mail = [];
            return taken;
        }
    }

    /// <summary>Puts mail back in front of what has come since.</summary>
    public void PutBack(List<Mail> mail)
    {
        lock (_lock)
        {
            _mail.InsertRange(0, mail);
        }
    }

    /// <summary>Ends a turn that kept so much mail for later. True: there is more than that, and the caller must schedule the next turn.</summary>
    public bool Rest(int kept)
    {
        lock (_lock)
        {
            return _working = _mail.Count > kept;
        }
    }

    /// <summary>Leaves the memory, where nothing is going on.</summary>
    public bool TryLeave()
    {
        lock (_lock)
        {
            return _gone = !_working && _mail.Count == 0;
        }
    }
}
