namespace IntegrationFunctions.Tests.Support;

/// <summary>Waits for what another process does, which no clock of the test's can hurry.</summary>
internal static class Wait
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);

    public static Task Until(Func<bool> holds) => Until(() => Task.FromResult(holds()));

    public static async Task Until(Func<Task<bool>> holds)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(Longest);
        while (!await holds())
        {
            await Task.Delay(50, limit.Token);
        }
    }
}
