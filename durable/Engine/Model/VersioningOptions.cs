namespace IntegrationFunctions.Durable;

/// <summary>Which instances a program works on, by their version. Names and meanings as in Microsoft.DurableTask's worker.</summary>
public enum VersionMatchStrategy
{
    /// <summary>All of them.</summary>
    None = 0,

    /// <summary>Those of <see cref="VersioningOptions.Version"/> alone.</summary>
    Strict = 1,

    /// <summary>Those of <see cref="VersioningOptions.Version"/> and of older ones, and those without a version.</summary>
    CurrentOrOlder = 2,
}

/// <summary>What happens to an instance whose version a program does not work on. Names and meanings as in Microsoft.DurableTask's worker.</summary>
public enum VersionFailureStrategy
{
    /// <summary>It is left as it is, for a program that knows the version.</summary>
    Reject = 0,

    /// <summary>It fails, and says which version it has and which there are.</summary>
    Fail = 1,
}

/// <summary>How versions of orchestrators are dealt with.</summary>
/// <param name="Version">The program's own; empty: instances are not sorted out by <paramref name="MatchStrategy"/>.</param>
/// <param name="DefaultVersion">Given to instances that are started without one; null: the newest that is registered of the orchestrator.</param>
/// <param name="MatchStrategy">Which instances are worked on.</param>
/// <param name="FailureStrategy">What happens to the others, and to those of whose version there is no code any more.</param>
public sealed record VersioningOptions(
    string Version = "",
    string? DefaultVersion = null,
    VersionMatchStrategy MatchStrategy = VersionMatchStrategy.None,
    VersionFailureStrategy FailureStrategy = VersionFailureStrategy.Reject
)
{
    /// <summary>Why an instance of that version is not worked on, as a sentence; null where it is.</summary>
    internal string? WhyNot(string version) =>
        MatchStrategy switch
        {
            _ when Version.Length == 0 => null,
            VersionMatchStrategy.None => null,
            VersionMatchStrategy.Strict when VersionOrder.Instance.Compare(version, Version) != 0 =>
                $"This program works on version '{Version}' only.",
            VersionMatchStrategy.CurrentOrOlder when VersionOrder.Instance.Compare(version, Version) > 0 =>
                $"This program works on version '{Version}' and older ones only.",
            _ => null,
        };
}
