using IntegrationFunctions.Tests.EndToEnd;

namespace IntegrationFunctions.Tests.Attacks;

/// <summary>OWASP API3:2023, object property level authorisation: what only the platform may set is refused and not ignored.</summary>
[Collection(PlatformCollection.Name)]
public sealed class MassAssignmentTests(PlatformFixture platform)
{
    [Theory]
    [InlineData("/api/v1/users", """{"name":"x","roles":["auditor"],"tenantId":"other"}""", "/tenantId")]
    [InlineData("/api/v1/users", """{"name":"x","roles":["auditor"],"createdBy":"system"}""", "/createdBy")]
    [InlineData("/api/v1/users", """{"name":"x","roles":["auditor"],"__proto__":{"roles":["owner"]}}""", "/__proto__")]
    [InlineData(
        "/api/v1/integrations",
        """{"name":"x","connector":"sap-s4hana","settings":{},"status":"active","version":7}""",
        "/status"
    )]
    [InlineData("/api/v1/payments", """{"status":"approved"}""", "/status")]
    [InlineData("/api/v1/payments", """{"approvals":[{"userId":"usr_1"}],"requiredApprovals":0}""", "/approvals")]
    public async Task A_property_that_is_not_the_callers_to_set_is_refused(string path, string body, string pointer)
    {
        var answer = await platform.Owner.Post(path, body);

        Assert.Equal((400, "body-invalid"), (answer.Status, answer.Code));
        Assert.Contains(pointer, answer.Pointers);
    }

    [Fact]
    public async Task A_property_given_twice_is_refused_whichever_a_parser_would_take()
    {
        var answer = await platform.Owner.Post(
            "/api/v1/users",
            """{"name":"x","roles":["auditor"],"roles":["owner"]}"""
        );

        Assert.Equal(400, answer.Status);
    }

    [Fact]
    public async Task Answers_hold_no_secret_and_no_hash_of_one()
    {
        var made = await platform.Owner.Post(
            "/api/v1/integrations",
            """
            {"name":"assign","connector":"sap-s4hana",
             "settings":{"baseUrl":"https://erp.example.com","user":"U","password":"s3cr3t-of-the-erp","companyCode":"1010"}}
            """
        );
        var read = await platform.Owner.Get($"/api/v1/integrations/{made.Field("id")}");

        Assert.Equal((201, 200), (made.Status, read.Status));
        Assert.DoesNotContain("s3cr3t-of-the-erp", made.Text + read.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("hash", read.Text, StringComparison.OrdinalIgnoreCase);
    }
}
