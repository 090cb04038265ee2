namespace IntegrationFunctions.Platform.Documents;

/// <summary>How long a store remembers.</summary>
public sealed record DocumentStoreOptions
{
    /// <summary>
    /// How long a change that another has superseded, and a deletion, stay in the change feed: a reader who was away for longer must read the
    /// collection anew (<see cref="ChangeCursorExpiredException"/>). 30 days.
    /// </summary>
    public TimeSpan ChangeRetention { get; init; } = TimeSpan.FromDays(30);
}
