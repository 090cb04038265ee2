namespace IntegrationFunctions.Mapping.Discovery;

/// <summary>What a value looks like; one may look like several things.</summary>
[Flags]
internal enum ValueForms
{
    None = 0,
    Email = 1 << 0,
    Iban = 1 << 1,
    Bic = 1 << 2,
    Currency = 1 << 3,
    Country = 1 << 4,
    IsoDate = 1 << 5,
    DateTime = 1 << 6,

    /// <summary>A date with a time but no offset.</summary>
    LocalDateTime = 1 << 7,
    ODataDate = 1 << 8,
    DayDots = 1 << 9,
    DaySlashes = 1 << 10,
    MonthSlashes = 1 << 11,
    DayDashes = 1 << 12,
    YearSlashes = 1 << 13,

    /// <summary>yyyyMMdd</summary>
    CompactDate = 1 << 14,

    /// <summary>Seconds since 1970, of the years 2005 to 2039.</summary>
    UnixTime = 1 << 15,
    Whole = 1 << 16,
    PointDecimals = 1 << 17,
    CommaDecimals = 1 << 18,

    /// <summary>Two decimals, neither more nor fewer.</summary>
    TwoPlaces = 1 << 19,

    /// <summary>Blanks within: an IBAN on paper, or groups of digits.</summary>
    Blanks = 1 << 20,
    SmallLetters = 1 << 21,

    /// <summary>Blanks before or behind.</summary>
    Padded = 1 << 22,
    Negative = 1 << 23,
}
