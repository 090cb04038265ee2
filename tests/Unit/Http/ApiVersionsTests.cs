using System.Text.Json.Nodes;
using IntegrationFunctions.Functions.Http.Payments;
using IntegrationFunctions.Functions.Http.Shaping;

namespace IntegrationFunctions.Tests.Unit.Http;

/// <summary>An answer is taken back change by change to the version that is asked for.</summary>
public sealed class ApiVersionsTests
{
    private const string Now = """{"id":"pay_1","createdBy":"usr_1","createdAt":"2026-11-23T09:00:00Z","version":1}""";
    private const string Then = """{"id":"pay_1","enteredBy":"usr_1","enteredAt":"2026-11-23T09:00:00Z","version":1}""";

    [Theory]
    [InlineData("2026-09-01", typeof(PaymentView), Then)]
    [InlineData("2026-09-01", typeof(PaymentSummary), Then)]
    [InlineData("2026-09-01", typeof(string), Now)]
    [InlineData("2026-11-23", typeof(PaymentView), Now)]
    public void A_version_answers_as_it_did(string version, Type view, string expected)
    {
        var answer = (JsonObject)JsonNode.Parse(Now)!;

        ApiVersions.TakeBack(ApiVersions.All.Single(v => v.Name == version), view, answer);

        Assert.Equal(expected, answer.ToJsonString());
    }

    [Fact]
    public void Versions_ascend_and_every_later_one_changed_something()
    {
        Assert.Equal(ApiVersions.All.OrderBy(v => v.Date), ApiVersions.All);
        Assert.All(ApiVersions.All.Skip(1), v => Assert.NotEmpty(v.Changes));
    }
}
