using System.Text.Json.Nodes;
using IntegrationFunctions.Identity;
using IntegrationFunctions.Identity.Audit;
using IntegrationFunctions.Identity.Quotas;
using IntegrationFunctions.Platform.Buckets;
using IntegrationFunctions.Platform.Documents;
using IntegrationFunctions.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace IntegrationFunctions.Tests.EndToEnd.Guards;

public sealed class QuotaAndAuditTests
{
    private static readonly string[] Told = ["user.created", "key.created"];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_month_is_counted_over_restarts_and_ends_at_its_quota()
    {
        await using var platform = await GuardedPlatform.Start();
        var (tenant, key) = await platform.NewTenant();
        for (var i = 0; i < 5; i++)
        {
            Assert.Equal(200, (await platform.Send(HttpMethod.Get, "/api/v1/me", key)).Status);
        }
        Assert.Equal(5, (long?)(await Usage(platform, key))["calls"]!["used"]);
        await platform.Restart();
        Assert.Equal(5, (long?)(await Usage(platform, key))["calls"]!["used"]);
        // All but three of the month's calls are made elsewhere.
        var size = new BucketSize(Plans.Free.CallsPerMonth, 0);
        using var elsewhere = new LeasedBucket(
            platform.Services.GetRequiredService<IDocumentStores>().ForTenant(tenant),
            "usage/calls-2026-01",
            "prc_other",
            platform.Clock
        );
        Assert.Equal(TimeSpan.Zero, await elsewhere.Spend(size, Plans.Free.CallsPerMonth - 8, Ct));
        await elsewhere.GiveBack(size, Ct);

        var answers = new List<int>();
        for (var i = 0; i < 5; i++)
        {
            answers.Add((await platform.Send(HttpMethod.Get, "/api/v1/me", key)).Status);
        }
        Assert.Equal([200, 200, 200, 429, 429], answers);
        var refused = await platform.Send(HttpMethod.Get, "/api/v1/me", key);
        Assert.Contains("quota-exceeded", refused.Text, StringComparison.Ordinal);
        Assert.Contains("2026-02-01T00:00:00Z", refused.Text, StringComparison.Ordinal);
        Assert.Equal(0, (long?)(await Usage(platform, key))["calls"]!["remaining"]);
        platform.Clock.Advance(TimeSpan.FromDays(27));
        Assert.Equal(200, (await platform.Send(HttpMethod.Get, "/api/v1/me", key)).Status);
        Assert.Equal("2026-02", (string?)(await Usage(platform, key))["month"]);
    }

    [Fact]
    public async Task Changes_refusals_secrets_and_exports_are_in_the_log_and_its_chain_holds()
    {
        await using var platform = await GuardedPlatform.Start();
        var (tenant, key) = await platform.NewTenant();
        const string Body = """{"name":"=1+1","roles":["auditor"]}""";
        var made = await platform.Send(HttpMethod.Post, "/api/v1/users", key, Body, ("User-Agent", "=cmd"));
        Assert.Equal(201, made.Status);
        var auditor = await platform.NewKey(tenant, Role.Auditor);
        Assert.Equal(403, (await platform.Send(HttpMethod.Post, "/api/v1/users", auditor, Body)).Status);
        await platform
            .Services.GetRequiredService<Platform.Secrets.ISecretStore>()
            .Set(tenant, "settings_1", "hidden", Ct);

        // What was changed is told by the feed, a moment later: three users and two keys.
        var entries = await Entries(platform, auditor, told: 5);
        Assert.Equal(
            ["secret.written", "call.refused", "call.createUser"],
            entries.Select(entry => (string)entry["action"]!).Where(action => !Told.Contains(action))
        );
        var first = entries.Single(entry => (string?)entry["action"] == "call.createUser");
        Assert.Equal("=cmd", (string?)first["actor"]!["userAgent"]);
        Assert.Equal("127.0.0.1", (string?)first["actor"]!["address"]);
        Assert.StartsWith("key_", (string?)first["actor"]!["keyId"], StringComparison.Ordinal);

        var csv = await platform.Send(HttpMethod.Get, "/api/v1/audit/export?format=csv", auditor);
        Assert.Contains("\"'=cmd\"", csv.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("hidden", csv.Text, StringComparison.Ordinal);
        Assert.Equal(1 + 3 + 1 + 5, csv.Text.TrimEnd().Split("\r\n").Length);
        var lines = await platform.Send(HttpMethod.Get, "/api/v1/audit/export?action=secret.", auditor);
        Assert.Single(lines.Text.TrimEnd().Split('\n'));
        Assert.Equal(400, (await platform.Send(HttpMethod.Get, "/api/v1/audit/export?format=xml", auditor)).Status);

        await platform.Restart();
        var report = await platform.Services.GetRequiredService<AuditVerifier>().Verify(tenant, Ct);
        Assert.Equal(5 + 5, report.Entries);
        Assert.Empty(report.Problems);
        var (_, stranger) = await platform.NewTenant();
        var foreign = await platform.Send(HttpMethod.Get, "/api/v1/audit?action=call.", stranger);
        Assert.Empty(JsonNode.Parse(foreign.Text)!["items"]!.AsArray());
        // Nothing takes an entry away.
        Assert.Equal(405, (await platform.Send(HttpMethod.Delete, "/api/v1/audit", key)).Status);
    }

    [Fact]
    public async Task Every_answer_has_its_security_headers()
    {
        await using var platform = await GuardedPlatform.Start();
        foreach (var path in new[] { "/", "/api/v1/me", "/nowhere", "/docs/errors" })
        {
            var reply = await platform.Send(HttpMethod.Get, path, null);
            Assert.Equal("nosniff", reply.Header("X-Content-Type-Options"));
            Assert.Contains(
                "frame-ancestors 'none'",
                reply.Header("Content-Security-Policy"),
                StringComparison.Ordinal
            );
            Assert.Equal("same-origin", reply.Header("Cross-Origin-Resource-Policy"));
            Assert.Equal("no-referrer", reply.Header("Referrer-Policy"));
        }
        Assert.Equal("no-store", (await platform.Send(HttpMethod.Get, "/api/v1/me", null)).Header("Cache-Control"));
    }

    private static async Task<List<JsonNode>> Entries(GuardedPlatform platform, string key, int told)
    {
        List<JsonNode> entries = [];
        await Wait.Until(async () =>
        {
            var list = JsonNode.Parse((await platform.Send(HttpMethod.Get, "/api/v1/audit", key)).Text)!;
            entries = [.. list["items"]!.AsArray().Select(entry => entry!)];
            return entries.Count(entry => Told.Contains((string)entry["action"]!)) >= told;
        });
        return entries;
    }

    private static async Task<JsonNode> Usage(GuardedPlatform platform, string key) =>
        JsonNode.Parse((await platform.Send(HttpMethod.Get, "/api/v1/usage", key)).Text)!;
}
