using System.Text.RegularExpressions;

namespace IntegrationFunctions.Mapping.Discovery;

/// <summary>Names of fields whose values are shown to nobody.</summary>
internal static partial class SecretNames
{
    /// <summary>Whether a field of this name may hold a secret.</summary>
    public static bool Contains(string name) => Secret().IsMatch(name);

    [GeneratedRegex(
        "pass(word|wd|phrase|code)|mot.?de.?passe|kennwort|secret|token|credential|api.?key|private.?key|access.?key|authori[sz]ation|bearer|signature|(^|[_.\\- ])(pwd|mdp|pin|cvv|cvc|otp)([_.\\- ]|$)|(?-i:(Pwd|Mdp|Pin|Cvv|Cvc|Otp)([A-Z_]|$))",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking
    )]
    private static partial Regex Secret();
}
