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

    [Theory]
    [InlineData("2020-01-01", "2026-09-01")]
    [InlineData("2026-11-22", "2026-09-01")]
    [InlineData("2026-11-23", "2026-11-23")]
    [InlineData("2999-01-01", "2026-11-23")]
    public void A_key_gets_the_version_of_the_day_that_it_was_made(string day, string version)
    {
        var made = DateTimeOffset.Parse($"{day}T12:00:00Z", System.Globalization.CultureInfo.InvariantCulture);

        Assert.Equal(version, ApiVersions.At(made).Name);
    }

    [Fact]
    public void Versions_ascend_and_every_later_one_changed_something()
    {
        Assert.Equal(ApiVersions.All.OrderBy(v => v.Date), ApiVersions.All);
        Assert.All(ApiVersions.All.Skip(1), v => Assert.NotEmpty(v.Changes));
    }
}
