using System.Net.Http.Headers;

namespace IntegrationFunctions.Connectors.Rest;

/// <summary>The header Link (RFC 8288): <c>&lt;https://...?page=2&gt;; rel="next"</c>.</summary>
internal static class LinkHeader
{
    /// <summary>The target of the link with relation <c>next</c>; null where there is none.</summary>
    public static string? Next(HttpResponseHeaders headers)
    {
        if (!headers.TryGetValues("Link", out var values))
        {
            return null;
        }
        foreach (var value in values)
        {
            var rest = value.AsSpan();
            while (rest.IndexOf('<') is var open and >= 0)
            {
                rest = rest[(open + 1)..];
                var close = rest.IndexOf('>');
                if (close < 0)
                {
                    break;
                }
                var target = rest[..close];
                rest = rest[(close + 1)..];
                // Targets hold commas; parameters of links do not hold angle brackets.
                var end = rest.IndexOf('<');
                if (IsNext(end < 0 ? rest : rest[..end]))
                {
                    return target.ToString();
                }
            }
        }
        return null;
    }

    private static bool IsNext(ReadOnlySpan<char> parameters)
    {
        foreach (var range in parameters.Split(';'))
        {
            var parameter = parameters[range].Trim(" ,");
            var equals = parameter.IndexOf('=');
            if (equals < 0 || !parameter[..equals].Trim().Equals("rel", StringComparison.OrdinalIgnoreCase))
            {
                continue;
            }
            // One link may have several relations, separated by blanks.
            var relations = parameter[(equals + 1)..].Trim(" \"").ToString();
            return relations.Split(' ').Contains("next", StringComparer.OrdinalIgnoreCase);
        }
        return false;
    }
}
