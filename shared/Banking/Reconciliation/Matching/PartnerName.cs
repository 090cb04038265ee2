namespace IntegrationFunctions.Banking.Reconciliation.Matching;

/// <summary>A name as a set of the tokens that tell one company from another.</summary>
internal sealed class PartnerName
{
    /// <summary>From this similarity on two names are the same company's.</summary>
    public const double SameFrom = 0.8;

    private static readonly HashSet<string> Noise =
    [
        // Legal forms, and the words that join them.
        "GMBH",
        "MBH",
        "GESMBH",
        "AG",
        "KG",
        "KGAA",
        "OHG",
        "UG",
        "EG",
        "EV",
        "EK",
        "GBR",
        "SE",
        "CO",
        "COMPANY",
        "CIE",
        "SA",
        "SAS",
        "SASU",
        "SARL",
        "EURL",
        "SNC",
        "SCI",
        "SPA",
        "SRL",
        "SL",
        "SLU",
        "BV",
        "NV",
        "BVBA",
        "AB",
        "AS",
        "OY",
        "OYJ",
        "APS",
        "LTD",
        "LIMITED",
        "PLC",
        "LLC",
        "LLP",
        "INC",
        "CORP",
        "CORPORATION",
        "SP",
        "ZOO",
        "SRO",
        "DOO",
        "KFT",
        "UND",
        "AND",
        "ET",
        "THE",
        "HAFTUNGSBESCHRANKT",
        // Salutations.
        "HERR",
        "FRAU",
        "MR",
        "MRS",
        "MS",
        "MME",
        "DR",
        "FIRMA",
        "FA",
    ];

    private PartnerName(string[] tokens) => Tokens = tokens;

    /// <summary>Distinct, in ordinal order.</summary>
    public string[] Tokens { get; }

    /// <summary>One text for the whole name.</summary>
    public string Key => string.Join(' ', Tokens);

    public static PartnerName? Parse(string? name)
    {
        if (string.IsNullOrWhiteSpace(name))
        {
            return null;
        }
        var all = JoinInitials(Folding.Spaced(name)).Select(FoldVowels).ToList();
        var telling = all.Where(t => !Noise.Contains(t)).Distinct().Order(StringComparer.Ordinal).ToArray();
        if (telling.Length == 0)
        {
            telling = [.. all.Distinct().Order(StringComparer.Ordinal)];
        }
        return telling.Sum(t => t.Length) < 3 ? null : new(telling);
    }

    /// <summary>
    /// Dice coefficient of the token sets, 0 to 1. Tokens with digits must be the same on both sides: "Branch 12" is not "Branch 13".
    /// </summary>
    public double SimilarityTo(PartnerName other)
    {
        var shared = 0;
        int i = 0,
            j = 0;
        while (i < Tokens.Length || j < other.Tokens.Length)
        {
            var order =
                i == Tokens.Length ? 1
                : j == other.Tokens.Length ? -1
                : string.CompareOrdinal(Tokens[i], other.Tokens[j]);
            if (order == 0)
            {
                shared++;
                i++;
                j++;
            }
            else if ((order < 0 ? Tokens[i++] : other.Tokens[j++]).Any(char.IsAsciiDigit))
            {
                return 0;
            }
        }
        return 2.0 * shared / (Tokens.Length + other.Tokens.Length);
    }

    /// <summary>Whether the names are one company's; false where one is missing.</summary>
    public static bool Agree(PartnerName? a, PartnerName? b) =>
        a is not null && b is not null && a.SimilarityTo(b) >= SameFrom;

    // "S.A.R.L." comes as four tokens of one letter.
    private static IEnumerable<string> JoinInitials(string spaced)
    {
        var initials = "";
        foreach (var token in spaced.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (token.Length == 1 && char.IsLetter(token[0]))
            {
                initials += token;
                continue;
            }
            if (initials.Length > 0)
            {
                yield return initials;
                initials = "";
            }
            yield return token;
        }
        if (initials.Length > 0)
        {
            yield return initials;
        }
    }

    // Müller, Mueller and Muller are one name: banks write umlauts either way.
    private static string FoldVowels(string token) =>
        token.Contains('E', StringComparison.Ordinal)
            ? token
                .Replace("AE", "A", StringComparison.Ordinal)
                .Replace("OE", "O", StringComparison.Ordinal)
                .Replace("UE", "U", StringComparison.Ordinal)
            : token;
}
