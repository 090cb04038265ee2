namespace IntegrationFunctions.Banking.Statements.Camt;

/// <summary>Limits of <see cref="CamtReader"/>.</summary>
public sealed record CamtReaderOptions
{
    /// <summary>The largest file that is read, in bytes; more is refused as <c>too-large</c>. Default 512 MB.</summary>
    public long MaxBytes { get; init; } = 512L << 20;

    /// <summary>Deviations that are kept; the rest is only counted. Default 1,000.</summary>
    public int MaxDeviations { get; init; } = 1_000;
}
