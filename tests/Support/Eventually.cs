namespace IntegrationFunctions.Tests.Support;

/// <summary>For what others bring about, on their own threads.</summary>
internal static class Eventually
{
    /// <summary>Looks again and again until it is so; fails after half a minute.</summary>
    public static async Task Is(Func<Task<bool>> wanted)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!await wanted())
        {
            limit.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }
}
