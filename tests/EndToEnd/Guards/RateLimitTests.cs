using IntegrationFunctions.Identity;
using IntegrationFunctions.Identity.Quotas;
using Microsoft.Extensions.DependencyInjection;

namespace IntegrationFunctions.Tests.EndToEnd.Guards;

public sealed class RateLimitTests
{
    private const string Path = "/api/v1/me";

    // The free plan: 600 calls in 60 seconds are 120 at once and 8 a second.
    private const int Burst = 120;

    [Fact]
    public async Task Calls_beyond_the_plan_are_refused_until_they_are_due_whatever_restarts()
    {
        await using var platform = await GuardedPlatform.Start();
        var (_, key) = await platform.NewTenant();
        for (var i = 0; i < Burst; i++)
        {
            if (i == 50)
            {
                await platform.Restart();
            }
            var reply = await platform.Send(HttpMethod.Get, Path, key);
            Assert.Equal(200, reply.Status);
            Assert.Equal("\"read-key\";q=600;w=60, \"read-tenant\";q=1200;w=60", reply.Header("RateLimit-Policy"));
            Assert.StartsWith($"\"read-key\";r={Burst - i - 1};t=", reply.Header("RateLimit"));
        }
        var refused = await platform.Send(HttpMethod.Get, Path, key);
        Assert.Equal((429, "1"), (refused.Status, refused.Header("Retry-After")));
        Assert.Equal("\"read-key\";r=0;t=1", refused.Header("RateLimit"));
        Assert.Contains("rate-limited", refused.Text, StringComparison.Ordinal);
        // Writing has a limit of its own, and so has another key.
        Assert.Equal(404, (await platform.Send(HttpMethod.Delete, "/api/v1/users/usr_1/keys/key_1", key)).Status);

        await platform.Restart();
        Assert.Equal(429, (await platform.Send(HttpMethod.Get, Path, key)).Status);
        platform.Clock.Advance(TimeSpan.FromSeconds(1));
        for (var i = 0; i < 8; i++)
        {
            Assert.Equal(200, (await platform.Send(HttpMethod.Get, Path, key)).Status);
        }
        Assert.Equal(429, (await platform.Send(HttpMethod.Get, Path, key)).Status);
    }

    [Fact]
    public async Task All_keys_of_a_tenant_share_its_limit_and_other_tenants_have_theirs()
    {
        await using var platform = await GuardedPlatform.Start();
        var (tenant, _) = await platform.NewTenant();
        var (_, stranger) = await platform.NewTenant();
        var answers = new List<Reply>();
        for (var i = 0; i < 3; i++)
        {
            var key = await platform.NewKey(tenant, Role.Auditor);
            for (var j = 0; j < 100; j++)
            {
                answers.Add(await platform.Send(HttpMethod.Get, Path, key));
            }
        }
        Assert.Equal(240, answers.Count(answer => answer.Status == 200));
        Assert.Equal("\"read-tenant\";r=0;t=1", answers[^1].Header("RateLimit"));
        Assert.Contains("Your tenant", answers[^1].Text, StringComparison.Ordinal);
        Assert.Equal(200, (await platform.Send(HttpMethod.Get, Path, stranger)).Status);

        await platform
            .Services.GetRequiredService<ITenantPlans>()
            .Set(tenant, "business", ct: TestContext.Current.CancellationToken);
        platform.Clock.Advance(TimeSpan.FromSeconds(1));
        var more = await platform.NewKey(tenant, Role.Auditor);
        Assert.Equal(200, (await platform.Send(HttpMethod.Get, Path, more)).Status);
    }

    [Fact]
    public async Task Who_has_not_signed_in_learns_nothing_of_limits()
    {
        await using var platform = await GuardedPlatform.Start();
        var reply = await platform.Send(HttpMethod.Get, Path, null);
        Assert.Equal(401, reply.Status);
        Assert.Null(reply.Header("RateLimit"));
    }
}
