using System.Diagnostics;
using IntegrationFunctions.Identity;
using IntegrationFunctions.Identity.Audit;
using IntegrationFunctions.Platform;

namespace IntegrationFunctions.Functions.Http.SignIn;

/// <summary>Writes into the tenant's audit log who signed in and how, who tried to, and who signed out.</summary>
internal sealed class SignInAudit(IAuditLog log, ITenants tenants, IUsers users, TimeProvider clock)
{
    /// <summary>A session has begun; written down before its secret is given out.</summary>
    public Task Begun(HttpContext http, string tenantId, string userId, string sessionId, string how) =>
        log.Append(tenantId, Happened(http, "session.begun", userId, sessionId, $"By {how}."));

    /// <summary>Somebody has signed out.</summary>
    public Task Ended(HttpContext http, string tenantId, string userId, string sessionId) =>
        log.Append(tenantId, Happened(http, "session.ended", userId, sessionId, "Signed out."));

    /// <summary>
    /// An attempt was refused. Written down when the answer is out: how long that takes must not tell whether there is such a tenant or user. What
    /// was typed is not written: it may be a password in the wrong field.
    /// </summary>
    public void Refused(HttpContext http, string tenantId, string? email, string? userId, string why)
    {
        var happened = Happened(http, "session.refused", userId ?? "unknown", null, why);
        http.Response.OnCompleted(async () =>
        {
            if (!IdRules.IsId(tenantId) || await tenants.Get(tenantId) is null)
            {
                return;
            }
            var user = userId is null && email is not null ? await users.FindByEmail(tenantId, email) : null;
            await log.Append(tenantId, user is null ? happened : happened with { SubjectId = user.Id });
        });
    }

    private AuditEvent Happened(HttpContext http, string action, string userId, string? sessionId, string detail) =>
        new(
            Identifiers.New("aud", clock),
            action,
            "users",
            userId,
            new(
                sessionId is null ? "anonymous" : "user",
                sessionId is null ? "anonymous" : userId,
                sessionId,
                ClientAddress.From(http)?.ToString(),
                http.Request.Headers.UserAgent.ToString() is { Length: > 0 } agent ? agent : null,
                Activity.Current?.TraceId.ToString() ?? http.TraceIdentifier
            )
        )
        {
            Detail = detail,
        };
}
