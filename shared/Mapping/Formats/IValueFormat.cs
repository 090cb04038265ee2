using IntegrationFunctions.Mapping.Jsonata.Values;

namespace IntegrationFunctions.Mapping.Formats;

/// <summary>How a value is written in a source and in the canonical models. Nothing is never given to it.</summary>
public interface IValueFormat
{
    /// <summary>Whether what goes there comes back the same; only such formats can go both ways.</summary>
    bool IsLossless { get; }

    /// <summary>Whether an empty text is a value to it; else it counts as nothing.</summary>
    bool TakesEmpty => false;

    /// <summary>From the source's form to ours.</summary>
    /// <exception cref="FormatException">The value is not of that form; the message completes "the value ... ".</exception>
    JsonataValue There(JsonataValue value);

    /// <summary>From our form to the source's.</summary>
    /// <exception cref="FormatException">The value is not of our form; the message completes "the value ... ".</exception>
    JsonataValue Back(JsonataValue value);
}
