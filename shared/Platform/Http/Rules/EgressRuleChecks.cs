using System.Globalization;
using System.Net;
using IntegrationFunctions.Platform.Results;

namespace IntegrationFunctions.Platform.Http.Rules;

/// <summary>Reads lists of allowed hosts as people write them: what could be read in two ways is refused.</summary>
internal static class EgressRuleChecks
{
    private const int MostRules = 500;
    private const int MostExtensions = 100;

    // UseStd3AsciiRules: letters, digits and hyphens alone (RFC 5891, section 5.3).
    private static readonly IdnMapping Idn = new() { UseStd3AsciiRules = true };

    /// <summary>The list in one spelling; <paramref name="errors"/> grows where an entry is refused.</summary>
    public static IReadOnlyList<EgressRule> Read(
        IReadOnlyList<EgressRule> rules,
        string pointer,
        List<IntegrationError> errors
    )
    {
        if (rules.Count > MostRules)
        {
            errors.Add(
                Invalid(pointer, $"A list holds at most {MostRules} hosts; use *.example.com for many of one domain.")
            );
            return [];
        }
        var read = new List<EgressRule>(rules.Count);
        for (var i = 0; i < rules.Count; i++)
        {
            if (Read(rules[i], $"{pointer}/{i}", errors) is { } rule)
            {
                read.Add(rule);
            }
        }
        return read;
    }

    /// <summary>The lists of extensions in one spelling.</summary>
    public static IReadOnlyDictionary<string, IReadOnlyList<EgressRule>> Read(
        IReadOnlyDictionary<string, IReadOnlyList<EgressRule>> extensions,
        List<IntegrationError> errors
    )
    {
        if (extensions.Count > MostExtensions)
        {
            errors.Add(Invalid("/extensions", $"'extensions' holds at most {MostExtensions} names."));
            return TenantEgress.Unset.Extensions;
        }
        var read = new Dictionary<string, IReadOnlyList<EgressRule>>(StringComparer.Ordinal);
        foreach (var (name, rules) in extensions)
        {
            if (!IsName(name))
            {
                errors.Add(
                    Invalid("/extensions", "An extension's name has 1 to 64 lower-case letters, digits and hyphens.")
                );
                continue;
            }
            read[name] = Read(rules ?? [], $"/extensions/{name}", errors);
        }
        return read;
    }

    private static EgressRule? Read(EgressRule? rule, string pointer, List<IntegrationError> errors)
    {
        var before = errors.Count;
        var host = Host(rule?.Host);
        if (host is null)
        {
            errors.Add(
                Invalid(
                    $"{pointer}/host",
                    "'host' must be a host name, an address in its usual form (203.0.113.7, 2001:db8::1) or *.example.com, without scheme, port and path."
                )
            );
        }
        if (rule?.Ports is { } ports && (ports.Count > 20 || ports.Any(port => port is < 1 or > 65535)))
        {
            errors.Add(
                Invalid($"{pointer}/ports", "'ports' must hold at most 20 numbers from 1 to 65535; absent: 443.")
            );
        }
        if (rule?.Paths is { } paths && (paths.Count > 50 || !paths.All(IsPath)))
        {
            errors.Add(
                Invalid(
                    $"{pointer}/paths",
                    "'paths' must hold at most 50 beginnings such as /v1, of letters, digits and - . _ ~ / alone, without empty, '.' and '..' segments."
                )
            );
        }
        return errors.Count > before ? null : rule! with { Host = host! };
    }

    private static string? Host(string? given)
    {
        if (given is not { Length: > 0 and <= 255 } || given.Any(char.IsWhiteSpace))
        {
            return null;
        }
        var wild = given.StartsWith("*.", StringComparison.Ordinal);
        var name = wild ? given[2..] : given.Trim('[', ']');
        if (!wild && IPAddress.TryParse(name, out var address))
        {
            // 2130706433 and 0x7f.1 are addresses, too, and nobody sees which.
            var usual = address.ToString();
            return usual.Equals(name, StringComparison.OrdinalIgnoreCase) ? usual : null;
        }
        try
        {
            var ascii = Idn.GetAscii(name.TrimEnd('.')).ToLowerInvariant();
            // *.com would be a list of everybody; a last label of digits is read as an address (RFC 3986 leaves it open, browsers don't).
            var labels = ascii.Split('.');
            return
                (wild && labels.Length < 2)
                || labels[^1].All(char.IsAsciiDigit)
                || labels[^1].StartsWith("0x", StringComparison.Ordinal)
                ? null
                : (wild ? "*." : "") + ascii;
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    private static bool IsPath(string? path) =>
        path is { Length: > 0 and <= 500 }
        && path[0] == '/'
        && path.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.' or '_' or '~' or '/')
        && !path.Contains("//", StringComparison.Ordinal)
        && !path.Split('/').Any(segment => segment is "." or "..");

    private static bool IsName(string name) =>
        name.Length is > 0 and <= 64 && name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-');

    private static IntegrationError Invalid(string pointer, string message) =>
        new(ErrorKind.Validation, "validation-failed", message, pointer);
}
