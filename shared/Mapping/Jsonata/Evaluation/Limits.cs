namespace IntegrationFunctions.Mapping.Jsonata.Evaluation;

/// <summary>What one evaluation may use. Each limit costs its caller an error, never the process.</summary>
public sealed record Limits
{
    /// <summary>Time on the clock.</summary>
    public TimeSpan Time { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Expressions within each other, calls of functions included.</summary>
    public int Depth { get; init; } = 1_000;

    /// <summary>Expressions evaluated.</summary>
    public long Steps { get; init; } = 50_000_000;

    /// <summary>Bytes of all strings, arrays and objects that are made, the intermediate ones too.</summary>
    public long Bytes { get; init; } = 256 * 1024 * 1024;

    /// <summary>Time on the clock for each use of a regular expression.</summary>
    public TimeSpan RegexTime { get; init; } = TimeSpan.FromSeconds(1);
}
