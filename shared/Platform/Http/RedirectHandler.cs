using System.Net;

namespace IntegrationFunctions.Platform.Http;

/// <summary>Follows redirects by the rules of <see cref="Redirects.Follow"/>.</summary>
internal sealed class RedirectHandler(EgressPolicy policy, HttpMessageHandler inner) : DelegatingHandler(inner)
{
    public const int Most = 5;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken ct)
    {
        var chain = new List<Uri> { request.RequestUri! };
        while (true)
        {
            var response = await base.SendAsync(request, ct);
            if (!Follows(request, response))
            {
                return response;
            }
            using (response)
            {
                var target = new Uri(request.RequestUri!, response.Headers.Location!);
                chain.Add(target);
                if (Refusal(request, target, chain.Count - 1) is { } why)
                {
                    throw new RedirectRefusedException(
                        $"{why} (the way was {string.Join(" -> ", chain.Select(Shown))})."
                    );
                }
                policy.Check(target);
                request = Next(request, target, response.StatusCode);
            }
        }
    }

    private static bool IsRead(HttpMethod method) => method == HttpMethod.Get || method == HttpMethod.Head;

    private static bool Follows(HttpRequestMessage request, HttpResponseMessage response) =>
        response.Headers.Location is not null
        && response.StatusCode switch
        {
            HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect => true,
            HttpStatusCode.MovedPermanently or HttpStatusCode.Found or HttpStatusCode.SeeOther => IsRead(
                request.Method
            ),
            _ => false,
        };

    private static string? Refusal(HttpRequestMessage request, Uri target, int hops)
    {
        if (hops > Most)
        {
            return $"The other side redirects more than {Most} times; give the address that it means in the end";
        }
        if (request.RequestUri!.Scheme == Uri.UriSchemeHttps && target.Scheme != Uri.UriSchemeHttps)
        {
            return "The other side redirects from https to another scheme, which would take the request out of its encryption";
        }
        if (target.UserInfo.Length > 0)
        {
            return "The other side redirects to an address with a user name in it";
        }
        if (IsRead(request.Method))
        {
            return null;
        }
        if (!SameOrigin(request.RequestUri, target))
        {
            return "A write is not sent to another origin than the one it was meant for; give the address that it is redirected to, if that is the right one";
        }
        return CanBeSentAgain(request.Content)
            ? null
            : "A write whose body can be read only once can't follow a redirect; give the address that it is redirected to";
    }

    private static HttpRequestMessage Next(HttpRequestMessage last, Uri target, HttpStatusCode status)
    {
        var next = new HttpRequestMessage(last.Method, target)
        {
            Version = last.Version,
            VersionPolicy = last.VersionPolicy,
            // See Other asks for something else than what was asked for: a body has no business there (RFC 9110, section 15.4.4).
            Content = status == HttpStatusCode.SeeOther ? null : last.Content,
        };
        var same = SameOrigin(last.RequestUri!, target);
        if (!same)
        {
            next.Content = null;
        }
        foreach (var header in last.Headers.NonValidated)
        {
            // Named are those that may go, not those that mustn't: keys travel under many names.
            if (
                same ? !Is(header.Key, "Host") : header.Key.StartsWith("Accept", Ignore) || Is(header.Key, "User-Agent")
            )
            {
                next.Headers.TryAddWithoutValidation(header.Key, header.Value);
            }
        }
        return next;
    }

    private const StringComparison Ignore = StringComparison.OrdinalIgnoreCase;

    private static bool Is(string name, string other) => name.Equals(other, Ignore);

    // RFC 6454, section 5.
    private static bool SameOrigin(Uri one, Uri other) =>
        one.Scheme == other.Scheme && one.Port == other.Port && Is(one.IdnHost, other.IdnHost);

    // FormUrlEncodedContent and StringContent are ByteArrayContent, too.
    private static bool CanBeSentAgain(HttpContent? content) =>
        content is null or TrackedContent or ByteArrayContent or ReadOnlyMemoryContent;

    private static string Shown(Uri address) =>
        address.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped);
}
