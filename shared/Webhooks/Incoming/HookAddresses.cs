using System.Collections.Concurrent;

namespace IntegrationFunctions.Webhooks.Incoming;

/// <summary>
/// What addresses lead to, remembered for ten seconds with the keys ready for use: a change made by this process counts at once, one made by another
/// after that.
/// </summary>
public sealed class HookAddresses
{
    private const int MostRemembered = 10_000;
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(10);

    private readonly IncomingWebhooks _webhooks;
    private readonly WebhookProviders _providers;
    private readonly TimeProvider _clock;
    private readonly ConcurrentDictionary<string, (OpenHook? Hook, long Until)> _known = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, HookRate> _rates = new(StringComparer.Ordinal);
    private long _changes;

    /// <summary>One for a process.</summary>
    public HookAddresses(IncomingWebhooks webhooks, WebhookProviders providers, TimeProvider clock)
    {
        (_webhooks, _providers, _clock) = (webhooks, providers, clock);
        webhooks.Changed += Forget;
    }

    /// <summary>What the token leads to, or null: nothing, whatever the reason.</summary>
    public ValueTask<OpenHook?> Find(string token, CancellationToken ct = default) =>
        _known.TryGetValue(token, out var known) && known.Until > _clock.GetUtcNow().UtcTicks
            ? new(known.Hook)
            : new(Load(token, ct));

    private async Task<OpenHook?> Load(string token, CancellationToken ct)
    {
        var changes = Interlocked.Read(ref _changes);
        var hook =
            await _webhooks.Resolve(token, ct).ConfigureAwait(false) is { } found
            && _providers.Find(found.Webhook.Provider) is { } provider
                ? Open(found, provider)
                : null;
        if (_known.Count >= MostRemembered)
        {
            _known.Clear();
        }
        // A look-up that began before a change must not outlive it.
        if (Interlocked.Read(ref _changes) == changes)
        {
            _known[token] = (hook, (_clock.GetUtcNow() + Fresh).UtcTicks);
        }
        return hook;
    }

    private OpenHook Open(ResolvedWebhook found, IWebhookProvider provider)
    {
        var webhook = found.Webhook;
        if (_rates.Count >= MostRemembered)
        {
            _rates.Clear();
        }
        var rate = _rates.AddOrUpdate(
            webhook.Id,
            _ => new(webhook.MaxPerSecond, _clock),
            (_, known) => known.PerSecond == webhook.MaxPerSecond ? known : new(webhook.MaxPerSecond, _clock)
        );
        return new(
            found.TenantId,
            webhook.Id,
            provider,
            [.. webhook.Secrets.Select(secret => provider.Key(secret.Value))],
            webhook.Paused,
            rate
        );
    }

    private void Forget(string webhookId)
    {
        Interlocked.Increment(ref _changes);
        foreach (var (token, known) in _known)
        {
            if (known.Hook?.WebhookId == webhookId)
            {
                _known.TryRemove(token, out _);
            }
        }
    }
}

/// <summary>A webhook, ready to take messages in.</summary>
/// <param name="TenantId">Whose.</param>
/// <param name="WebhookId">Which.</param>
/// <param name="Provider">Whose signatures.</param>
/// <param name="Keys">What they are made with.</param>
/// <param name="Paused">Takes nothing in.</param>
/// <param name="Rate">Its limit.</param>
public sealed record OpenHook(
    string TenantId,
    string WebhookId,
    IWebhookProvider Provider,
    IReadOnlyList<byte[]> Keys,
    bool Paused,
    HookRate Rate
);
