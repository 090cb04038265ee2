using CsCheck;
using IntegrationFunctions.Platform.Http;
using IntegrationFunctions.Platform.Http.Rules;

namespace IntegrationFunctions.Tests.Unit.Platform.Http.Rules;

public sealed class TenantEgressTests
{
    private static readonly TenantEgress Rules = TenantEgress.Unset with
    {
        Allowed =
        [
            new("api.example.com"),
            new("*.partner.example") { Ports = [443, 8443] },
            new("xn--bcher-kva.example"),
            new("paths.example.com") { Paths = ["/v1", "/files/"] },
        ],
    };

    [Theory]
    [InlineData("https://api.example.com/any?q=1")]
    [InlineData("https://API.Example.COM/")]
    [InlineData("https://api.example.com./")]
    [InlineData("https://api\u3002example.com/")]
    [InlineData("https://a.partner.example/")]
    [InlineData("https://a.b.partner.example:8443/")]
    [InlineData("https://b\u00fccher.example/")]
    [InlineData("https://paths.example.com/v1")]
    [InlineData("https://paths.example.com/v1/items?x=../..")]
    [InlineData("https://paths.example.com/files/a")]
    [InlineData("https://paths.example.com/x/../v1/items")]
    public void What_a_rule_names_is_allowed(string address) => Rules.Check(new Uri(address), null);

    [Theory]
    [InlineData("https://example.com/")]
    [InlineData("https://xapi.example.com/")]
    [InlineData("https://api.example.com.evil.example/")]
    [InlineData("https://api.example.com@evil.example/")]
    [InlineData("https://user@api.example.com/")]
    [InlineData("https://evil.example/#@api.example.com")]
    [InlineData("https://evil.example\\@api.example.com/")]
    [InlineData("https://evil.example?api.example.com")]
    [InlineData("https://\u0430pi.example.com/")]
    [InlineData("https://api.example.com:8443/")]
    [InlineData("https://api.example.com:80/")]
    [InlineData("https://partner.example/")]
    [InlineData("https://evilpartner.example/")]
    [InlineData("https://.partner.example/")]
    [InlineData("https://bucher.example/")]
    [InlineData("https://93.184.216.34/")]
    [InlineData("https://[2606:4700::1111]/")]
    [InlineData("https://paths.example.com/")]
    [InlineData("https://paths.example.com/v10")]
    [InlineData("https://paths.example.com/V1")]
    [InlineData("https://paths.example.com/v1/../admin")]
    [InlineData("https://paths.example.com/v1/%2e%2e/admin")]
    [InlineData("https://paths.example.com/v1/..%2fadmin")]
    [InlineData("https://paths.example.com/v1/..%252fadmin")]
    [InlineData("https://paths.example.com/v1/..%5cadmin")]
    [InlineData("https://paths.example.com/v1/..;/admin")]
    [InlineData("https://paths.example.com//v1")]
    public void What_no_rule_names_is_refused(string address)
    {
        if (Uri.TryCreate(address, UriKind.Absolute, out var uri))
        {
            Assert.Throws<EgressRefusedException>(() => Rules.Check(uri, null));
        }
    }

    [Fact]
    public void Without_a_list_a_tenant_reaches_all_and_an_extension_nothing()
    {
        var any = new Uri("https://anything.example/");
        TenantEgress.Unset.Check(any, null);
        Assert.Throws<EgressRefusedException>(() => TenantEgress.Unset.Check(any, "letters"));
        Assert.Throws<EgressRefusedException>(() => (TenantEgress.Unset with { Allowed = [] }).Check(any, null));
    }

    [Fact]
    public void An_extension_needs_its_own_list_and_its_tenants()
    {
        var both = Rules with
        {
            Extensions = new Dictionary<string, IReadOnlyList<EgressRule>>
            {
                ["letters"] = [new("api.example.com"), new("other.example")],
            },
        };
        both.Check(new Uri("https://api.example.com/"), "letters");
        Assert.Throws<EgressRefusedException>(() => both.Check(new Uri("https://other.example/"), "letters"));
        Assert.Throws<EgressRefusedException>(() => both.Check(new Uri("https://a.partner.example/"), "letters"));
        Assert.Throws<EgressRefusedException>(() => both.Check(new Uri("https://api.example.com/"), "Letters"));
    }

    [Fact]
    public void A_wildcard_names_what_ends_with_its_labels_and_nothing_else()
    {
        var label = Gen.String[Gen.Char["abx-"], 1, 3].Where(l => l[0] != '-' && l[^1] != '-');
        var name = label.Array[1, 4];
        Gen.Select(name, label.Array[2, 3])
            .Sample(
                (host, suffix) =>
                {
                    var rule = new EgressRule("*." + string.Join('.', suffix));
                    var expected = host.Length > suffix.Length && host[^suffix.Length..].SequenceEqual(suffix);
                    Assert.Equal(expected, rule.Names(string.Join('.', host), 443));
                }
            );
    }
}
