namespace IntegrationFunctions.Tests.Support.Cosmos;

/// <summary>What servers other than Azure's own can't do, a test at a time.</summary>
internal static class CosmosEmulators
{
    // On the service too: its clock is its own.
    private static readonly Dictionary<string, string> Everywhere = new(StringComparer.Ordinal)
    {
        ["The_feed_forgets_what_was_superseded_and_deleted_long_ago"] =
            "The service's clock can't be put forward by a month.",
        ["Who_begins_to_read_after_deletions_were_forgotten_reads_on_to_the_end"] =
            "The service's clock can't be put forward by a month.",
    };

    private static readonly Dictionary<string, Dictionary<string, string>> Gaps = new(StringComparer.Ordinal)
    {
        ["vercel"] = new(StringComparer.Ordinal),
    };

    /// <summary>Why the test can't be run; null: it can.</summary>
    public static string? Gap(string? emulator, string test) =>
        Everywhere.GetValueOrDefault(test)
        ?? (emulator is null ? null : Gaps.GetValueOrDefault(emulator)?.GetValueOrDefault(test));
}
