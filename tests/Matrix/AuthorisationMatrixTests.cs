using System.Text.RegularExpressions;
using IntegrationFunctions.Functions.Host;
using IntegrationFunctions.Identity;
using IntegrationFunctions.Identity.Quotas;
using IntegrationFunctions.Tests.EndToEnd;
using Microsoft.Extensions.DependencyInjection;

namespace IntegrationFunctions.Tests.Matrix;

/// <summary>
/// Every operation of the description, as each role, in the own and in a foreign tenant. An operation that nobody has entered into the table
/// fails the test.
/// </summary>
[Collection(PlatformCollection.Name)]
public sealed partial class AuthorisationMatrixTests(PlatformFixture platform)
{
    [Fact]
    public async Task The_description_says_of_every_operation_what_the_table_says()
    {
        var described = await Described();

        var table = AuthorisationMatrix.Read().ToDictionary(r => r.Operation, r => Say(r.Scope, r.Roles));
        Assert.Equal(
            described.ToDictionary(o => o.Id, o => Say(o.Scope, o.Roles)).OrderBy(p => p.Key),
            table.OrderBy(p => p.Key)
        );
        // A person can get there: whoever has the role has the scope.
        Assert.All(described, o => Assert.All(o.Roles, role => Assert.Contains(o.Scope, Scopes.Of([role]))));
    }

    [Theory]
    [InlineData(Role.Owner)]
    [InlineData(Role.Administrator)]
    [InlineData(Role.Accountant)]
    [InlineData(Role.Approver)]
    [InlineData(Role.Auditor)]
    [InlineData(Role.Developer)]
    public async Task A_role_reaches_what_the_table_gives_it_and_nothing_else(Role role)
    {
        var tenant = $"matrix-{role.ToString().ToLowerInvariant()}";
        await platform
            .Services.GetRequiredService<ITenants>()
            .Create(tenant, tenant, TestContext.Current.CancellationToken);
        // There are more operations than a small plan takes at once.
        await platform
            .Services.GetRequiredService<ITenantPlans>()
            .Set(tenant, "enterprise", ct: TestContext.Current.CancellationToken);
        var caller = await platform.SignIn(tenant, role);
        var may = AuthorisationMatrix.Read().ToDictionary(r => r.Operation, r => r.Roles.Contains(role));

        foreach (var operation in await Described())
        {
            var answer = await Call(caller, operation, _ => "nothing");

            var refused = answer is { Status: 403, Code: "forbidden" or "scope-missing" };
            Assert.True(
                refused != may[operation.Id] && answer.Status is not (401 or >= 500),
                $"{operation.Id} as {role}: {answer.Status} {answer.Text}"
            );
        }
    }

    [Fact]
    public async Task Nobody_reaches_anything_without_signing_in()
    {
        foreach (var operation in await Described())
        {
            var answer = await Call(platform.Anonymous, operation, _ => "nothing");

            Assert.True(answer.Status == 401, $"{operation.Id}: {answer.Status} {answer.Text}");
        }
    }

    [Fact]
    public async Task A_stranger_with_every_role_finds_nothing_of_another_tenant()
    {
        var ids = await Things();
        var stranger = await platform.SignIn("other", Enum.GetValues<Role>());
        var own = await platform.SignIn(SeedDemo.TenantId, Enum.GetValues<Role>());
        var tried = 0;

        foreach (var operation in (await Described()).Where(o => o.Path.Contains('{')))
        {
            if (!ids.TryGetValue(Area(operation.Path), out var id))
            {
                continue;
            }
            var answer = await Call(stranger, operation, name => name == "id" ? id : "businessPartners");
            Assert.True(
                answer.Status is 404 or 400 or 412 or 413 or 415 or 422 or 428,
                $"{operation.Id} of another tenant: {answer.Status} {answer.Text}"
            );
            Assert.DoesNotContain("matrix-secret", answer.Text, StringComparison.Ordinal);
            tried++;
        }

        Assert.True(tried > 15, $"only {tried} operations were tried");
        // And nothing was harmed: their owner still finds them all.
        foreach (var (area, id) in ids)
        {
            var found = await own.Get($"/api/v1/{area}/{id}");
            Assert.True(found.Status == 200, $"{area}/{id}: {found.Status}");
        }
    }

    // What an id of the path is of, by the part before it.
    private async Task<Dictionary<string, string>> Things()
    {
        var integration = await platform.Owner.Post(
            "/api/v1/integrations",
            """
            {"name":"matrix-secret","connector":"sap-s4hana",
             "settings":{"baseUrl":"https://erp.example.com","user":"U","password":"p","companyCode":"1010"}}
            """
        );
        var user = await platform.Owner.Post("/api/v1/users", """{"name":"matrix-secret","roles":["auditor"]}""");
        return new()
        {
            ["integrations"] = integration.Field("id"),
            ["mappings"] = integration.Field("id") + "-invoices",
            ["users"] = user.Json!["user"]?["id"]?.GetValue<string>() ?? user.Field("id"),
        };
    }

    private async Task<IReadOnlyList<DescribedOperation>> Described() =>
        AuthorisationMatrix.Of((await platform.Anonymous.Get("/openapi/v1.json")).Json!);

    private static string Area(string path) => path.Split('/')[3];

    private static Task<Answer> Call(ApiClient caller, DescribedOperation operation, Func<string, string> id) =>
        caller.Send(
            operation.Method,
            Placeholder().Replace(operation.Path, match => id(match.Groups[1].Value)),
            operation.Method == HttpMethod.Get || operation.Method == HttpMethod.Delete ? null : "{}",
            operation.Method == HttpMethod.Get || operation.Method == HttpMethod.Delete
                ? []
                : [("Content-Type", operation.MediaType)]
        );

    private static string Say(string scope, IReadOnlySet<Role> roles) => $"{scope} {string.Join(",", roles.Order())}";

    [GeneratedRegex(@"\{(\w+)\}")]
    private static partial Regex Placeholder();
}
