using System.Collections.Concurrent;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;

namespace IntegrationFunctions.Sandbox.Sap;

/// <summary>
/// Tokens against cross-site request forgery, bound to a session cookie as in SAP Gateway. In memory only: after a restart every token is
/// unknown and the answer is 403 with X-CSRF-Token: Required, which is what clients must cope with.
/// </summary>
internal sealed class CsrfSessions(TimeProvider time)
{
    public const string Header = "X-CSRF-Token";
    private const string Cookie = "SAP_SESSIONID_SBX_100";
    private const int Most = 10_000;
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(30);

    private readonly ConcurrentDictionary<string, (string Token, DateTimeOffset Until)> _sessions = new();

    /// <summary>Answers "X-CSRF-Token: Fetch" with a token, and with a session cookie where the caller has no session yet.</summary>
    public void Fetch(HttpContext http)
    {
        if (!string.Equals(http.Request.Headers[Header], "Fetch", StringComparison.OrdinalIgnoreCase))
        {
            return;
        }
        if (!TryFind(http, out var token))
        {
            Trim();
            token = Secret(24);
            var session = Secret(32);
            _sessions[session] = (token, time.GetUtcNow() + Lifetime);
            http.Response.Headers.Append("Set-Cookie", $"{Cookie}={session}; path=/; HttpOnly");
            http.Response.Headers.Append("Set-Cookie", "sap-usercontext=sap-client=100; path=/");
        }
        http.Response.Headers[Header] = token;
    }

    /// <summary>Whether a write carries the token of the session that its cookie names.</summary>
    public bool IsValid(HttpContext http) =>
        TryFind(http, out var token)
        && http.Request.Headers[Header] is [{ } given]
        && CryptographicOperations.FixedTimeEquals(
            System.Text.Encoding.UTF8.GetBytes(given),
            System.Text.Encoding.UTF8.GetBytes(token)
        );

    private bool TryFind(HttpContext http, out string token)
    {
        token = "";
        if (
            http.Request.Cookies[Cookie] is not { } session
            || !_sessions.TryGetValue(session, out var found)
            || found.Until < time.GetUtcNow()
        )
        {
            return false;
        }
        token = found.Token;
        _sessions.TryUpdate(session, found with { Until = time.GetUtcNow() + Lifetime }, found);
        return true;
    }

    private void Trim()
    {
        if (_sessions.Count < Most)
        {
            return;
        }
        var now = time.GetUtcNow();
        foreach (var (id, session) in _sessions)
        {
            if (session.Until < now)
            {
                _sessions.TryRemove(id, out _);
            }
        }
        if (_sessions.Count >= Most)
        {
            _sessions.Clear();
        }
    }

    private static string Secret(int bytes) => Convert.ToHexString(RandomNumberGenerator.GetBytes(bytes));
}
