namespace IntegrationFunctions.Mapping.Suggestions;

/// <summary>What evidence counts. A score is <c>Name * name + Values * fit + Filled * filled</c>, each part between 0 and 1.</summary>
internal static class Weights
{
    public const double Name = 0.62;
    public const double Values = 0.28;
    public const double Filled = 0.10;

    /// <summary>Names that agree less say nothing.</summary>
    public const double LeastName = 0.5;

    /// <summary>What is below it is not suggested.</summary>
    public const double Least = 0.5;

    /// <summary>From here on a field of the source may serve a second target, which the model needs or a system names.</summary>
    public const double Shared = 0.75;

    /// <summary>How much better a shared field must be than one that is free.</summary>
    public const double SharedLead = 0.15;

    /// <summary>Words of the objects around a field.</summary>
    public const double Around = 0.5;

    /// <summary>Words that the title of the object says already.</summary>
    public const double Title = 0.25;

    /// <summary>How sure a name is that a system's documentation ties to the target.</summary>
    public const double SystemName = 1;

    /// <summary>How sure a name is that may stand for the target where there is none better.</summary>
    public const double StandIn = 0.75;

    /// <summary>How sure a name is that only looks like the target's.</summary>
    public const double Words = 0.97;

    /// <summary>From here on a name says what it is without knowing the system.</summary>
    public const double Plain = 0.9;

    /// <summary>A name that is known to mean something else.</summary>
    public const double OtherMeaning = 0.3;

    /// <summary>Values of a form that only one field of the source and the target have say as much as a name of this sureness.</summary>
    public const double OnlyOfItsKind = 0.7;

    /// <summary>A field that is empty in all records: its name alone makes a hint, and no more.</summary>
    public const double Empty = 0.9;

    /// <summary>The first entry of a list for a single field.</summary>
    public const double FirstOfList = 0.85;

    /// <summary>A key that is chosen because it is unique and is the record's number.</summary>
    public const double KeyByNumber = 0.65;

    /// <summary>A key that is chosen by its values alone.</summary>
    public const double KeyByValues = 0.5;

    /// <summary>A constant that follows from the title or from another field.</summary>
    public const double Constant = 0.6;

    /// <summary>An amount that is calculated because the source has none: a hint.</summary>
    public const double Product = 0.55;

    /// <summary>How many alternatives are told.</summary>
    public const int Alternatives = 3;
}
