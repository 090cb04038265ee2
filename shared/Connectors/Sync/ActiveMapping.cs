namespace IntegrationFunctions.Connectors.Sync;

/// <summary>
/// Which version of an object's mapping is in force. It lives among the records, so that a batch of them can demand that it is still the one
/// they were mapped by.
/// </summary>
/// <param name="Kind">Always <c>mapping</c>.</param>
/// <param name="Version">The version; 0 is the connector's own mapping.</param>
/// <param name="History">What was activated, newest first, at most <see cref="MostHistory"/>.</param>
internal sealed record ActiveMapping(string Kind, int Version, IReadOnlyList<MappingActivation> History)
{
    public const string KindName = "mapping";
    public const string Id = RecordKey.Reserved + "mapping";
    public const int MostHistory = 100;

    public static readonly ActiveMapping None = new(KindName, 0, []);
}

/// <summary>That a version of a mapping came into force.</summary>
/// <param name="Version">The version; 0 is the connector's own mapping.</param>
/// <param name="Previous">The version before it.</param>
/// <param name="At">When.</param>
/// <param name="By">The user who did it.</param>
/// <param name="RunId">The run that maps the stored records again.</param>
/// <param name="Undoes">The run of the activation that this one takes back; null for an activation of its own right.</param>
public sealed record MappingActivation(
    int Version,
    int Previous,
    DateTimeOffset At,
    string By,
    string RunId,
    string? Undoes = null
);
