using System.Net.Sockets;
using IntegrationFunctions.Platform.Documents;
using IntegrationFunctions.Platform.Http;
using IntegrationFunctions.Platform.Http.Rules;
using IntegrationFunctions.Platform.Results;

namespace IntegrationFunctions.Webhooks.Outgoing;

/// <summary>What an endpoint may be.</summary>
public sealed class EndpointRules(DocumentCatalogue catalogue, EgressPolicy policy, IEgressRules egress)
{
    private const int LongestUrl = 2_000;
    private const int LongestText = 500;
    private const int MostTypes = 50;
    private const int MostFields = 10;
    private const int MostValues = 50;
    private const int MostPerSecond = 10_000;
    private static readonly string[] Verbs = ["created", "updated", "deleted"];

    private readonly string[] _known =
    [
        .. catalogue
            .Groups.Select(group => group.PublishedAs)
            .OfType<string>()
            .Distinct()
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>What is wrong with the settings that are given; empty: nothing.</summary>
    public async Task<IReadOnlyList<IntegrationError>> Check(
        string tenantId,
        EndpointSettings settings,
        CancellationToken ct = default
    )
    {
        var errors = new List<IntegrationError>();
        if (settings.Url is { } url && await FaultOf(tenantId, url, ct).ConfigureAwait(false) is { } fault)
        {
            errors.Add(Invalid("/url", fault));
        }
        if (settings.Description is { Length: > LongestText } text)
        {
            errors.Add(Invalid("/description", $"At most {LongestText} characters; got {text.Length}."));
        }
        if (settings.MaxPerSecond is < 1 or > MostPerSecond)
        {
            errors.Add(
                Invalid(
                    "/maxPerSecond",
                    $"'maxPerSecond' must be 1 to {MostPerSecond} events a second; got {settings.MaxPerSecond}."
                )
            );
        }
        errors.AddRange(CheckTypes(settings.Types));
        errors.AddRange(CheckFilter(settings.Filter));
        return errors;
    }

    internal static IntegrationError Invalid(string pointer, string message) =>
        new(ErrorKind.Validation, "validation-failed", message, pointer);

    private async Task<string?> FaultOf(string tenantId, string url, CancellationToken ct)
    {
        if (url.Length > LongestUrl || !Uri.TryCreate(url, UriKind.Absolute, out var address))
        {
            return $"'url' must be an address of at most {LongestUrl} characters, such as https://erp.example.com/hooks.";
        }
        if (address.UserInfo.Length > 0 || address.Fragment.Length > 0)
        {
            return "'url' must have neither credentials nor a fragment: deliveries are signed instead.";
        }
        try
        {
            policy.Check(address);
            (await egress.Current(tenantId, ct).ConfigureAwait(false)).Check(address, null);
            // What it leads to is checked again at every connection; here it is for an early answer.
            await policy.Resolve(address.IdnHost, address.Port, ct).ConfigureAwait(false);
        }
        catch (EgressRefusedException e)
        {
            return e.Message;
        }
        catch (SocketException)
        {
            // The name may come to be known later; deliveries say where it is not.
        }
        return null;
    }

    private IEnumerable<IntegrationError> CheckTypes(IReadOnlyList<string>? types)
    {
        if (types is { Count: 0 or > MostTypes })
        {
            yield return Invalid("/types", $"1 to {MostTypes} types are needed; got {types.Count}.");
        }
        for (var i = 0; i < types?.Count; i++)
        {
            if (!IsKnown(types[i] ?? ""))
            {
                yield return Invalid(
                    $"/types/{i}",
                    $"There is no event '{types[i]}'. Give *, or one of {string.Join(", ", _known)} with .created, .updated, .deleted or .* behind it."
                );
            }
        }
    }

    private bool IsKnown(string pattern) =>
        pattern == "*"
        || (
            pattern.LastIndexOf('.') is var dot and > 0
            && _known.Contains(pattern[..dot], StringComparer.Ordinal)
            && (pattern[(dot + 1)..] == "*" || Verbs.Contains(pattern[(dot + 1)..], StringComparer.Ordinal))
        );

    private static IEnumerable<IntegrationError> CheckFilter(IReadOnlyDictionary<string, IReadOnlyList<string>>? filter)
    {
        if (filter is { Count: > MostFields })
        {
            yield return Invalid("/filter", $"At most {MostFields} fields; got {filter.Count}.");
        }
        foreach (var (field, values) in filter ?? new Dictionary<string, IReadOnlyList<string>>())
        {
            var pointer =
                $"/filter/{field.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal)}";
            if (field.Length is 0 or > LongestText || values is not { Count: > 0 and <= MostValues })
            {
                yield return Invalid(
                    pointer,
                    $"A field of the object, such as status, with 1 to {MostValues} texts that it may have."
                );
            }
        }
    }
}
