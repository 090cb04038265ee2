namespace IntegrationFunctions.Platform.Secrets;

/// <summary>The place of one tenant's opened keys, changed by one at a time and read by all.</summary>
internal sealed class Slot<TRing>
    where TRing : class
{
    private readonly SemaphoreSlim _one = new(1, 1);
    private volatile TRing? _ring;

    public TRing? Ring
    {
        get => _ring;
        set => _ring = value;
    }

    public async Task<T> Under<T>(Func<Task<T>> act, CancellationToken ct)
    {
        await _one.WaitAsync(ct).ConfigureAwait(false);
        try
        {
            return await act().ConfigureAwait(false);
        }
        finally
        {
            _one.Release();
        }
    }
}
