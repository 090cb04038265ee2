using System.Net;
using IntegrationFunctions.Platform.Http;

namespace IntegrationFunctions.Tests.Unit.Platform.Http;

public sealed class EgressPolicyTests
{
    [Theory]
    [InlineData("127.0.0.1", "loopback")]
    [InlineData("127.255.255.254", "loopback")]
    [InlineData("0.0.0.0", "this-network")]
    [InlineData("10.0.0.1", "private")]
    [InlineData("172.16.0.1", "private")]
    [InlineData("172.31.255.255", "private")]
    [InlineData("192.168.1.1", "private")]
    [InlineData("100.64.0.1", "carrier-shared")]
    [InlineData("100.100.100.200", "carrier-shared")]
    [InlineData("169.254.169.254", "link-local")]
    [InlineData("168.63.129.16", "metadata")]
    [InlineData("192.0.0.192", "protocol-assignments")]
    [InlineData("198.18.0.1", "benchmarking")]
    [InlineData("203.0.113.7", "documentation")]
    [InlineData("224.0.0.1", "multicast")]
    [InlineData("255.255.255.255", "reserved")]
    [InlineData("::", "unspecified")]
    [InlineData("::1", "loopback")]
    [InlineData("::ffff:127.0.0.1", "IPv4-mapped")]
    [InlineData("::ffff:8.8.8.8", "IPv4-mapped")]
    [InlineData("::ffff:10.0.0.1", "IPv4-mapped")]
    [InlineData("::ffff:169.254.169.254", "IPv4-mapped")]
    [InlineData("::127.0.0.1", "reserved")]
    [InlineData("64:ff9b::7f00:1", "NAT64")]
    [InlineData("64:ff9b:1::1", "NAT64")]
    [InlineData("2002:7f00:1::", "6to4")]
    [InlineData("2001::1", "protocol-assignments")]
    [InlineData("2001:db8::1", "documentation")]
    [InlineData("fe80::1", "link-local")]
    [InlineData("fc00::1", "unique-local")]
    [InlineData("fd00:ec2::254", "unique-local")]
    [InlineData("fec0::1", "site-local")]
    [InlineData("ff02::1", "multicast")]
    [InlineData("4000::1", "reserved")]
    public void Addresses_off_the_open_Internet_are_refused_by_class(string address, string expected) =>
        Assert.Equal(expected, EgressPolicy.Refusal(IPAddress.Parse(address)));

    [Theory]
    [InlineData("8.8.8.8")]
    [InlineData("172.15.255.255")]
    [InlineData("172.32.0.1")]
    [InlineData("100.63.255.255")]
    [InlineData("100.128.0.0")]
    [InlineData("192.167.255.255")]
    [InlineData("169.253.255.255")]
    [InlineData("223.255.255.255")]
    [InlineData("2606:4700::1111")]
    [InlineData("2a00:1450::1")]
    public void Addresses_on_the_open_Internet_are_permitted(string address) =>
        Assert.Null(EgressPolicy.Refusal(IPAddress.Parse(address)));

    [Fact]
    public async Task A_name_that_comes_to_mean_something_else_is_refused_from_then_on()
    {
        var answers = new Queue<string>(["8.8.8.8", "127.0.0.1"]);
        var policy = new EgressPolicy((_, _) => Task.FromResult<IPAddress[]>([IPAddress.Parse(answers.Dequeue())]));
        var ct = TestContext.Current.CancellationToken;

        Assert.Equal([IPAddress.Parse("8.8.8.8")], await policy.Resolve("rebind.example", 443, ct));
        var refused = await Assert.ThrowsAsync<EgressRefusedException>(() => policy.Resolve("rebind.example", 443, ct));
        Assert.Contains("rebind.example:443 leads to a loopback address", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_mixed_addresses_only_the_public_ones_are_connected_to()
    {
        var policy = new EgressPolicy(
            (_, _) =>
                Task.FromResult<IPAddress[]>([IPAddress.Loopback, IPAddress.Parse("8.8.8.8"), IPAddress.IPv6Loopback])
        );
        Assert.Equal(
            [IPAddress.Parse("8.8.8.8")],
            await policy.Resolve("mixed.example", 443, TestContext.Current.CancellationToken)
        );
    }

    [Fact]
    public async Task An_allowed_endpoint_is_allowed_by_host_and_port_alone()
    {
        var policy = new EgressPolicy((_, _) => Task.FromResult<IPAddress[]>([IPAddress.Loopback]));
        var ct = TestContext.Current.CancellationToken;
        policy.Allow("Sandbox.example", 8080);

        Assert.Equal([IPAddress.Loopback], await policy.Resolve("sandbox.EXAMPLE", 8080, ct));
        await Assert.ThrowsAsync<EgressRefusedException>(() => policy.Resolve("sandbox.example", 8081, ct));
        await Assert.ThrowsAsync<EgressRefusedException>(() => policy.Resolve("other.example", 8080, ct));
    }

    [Theory]
    [InlineData("http://erp.example/")]
    [InlineData("ftp://erp.example/")]
    [InlineData("http://127.0.0.1:9/")]
    public void Without_TLS_only_allowed_endpoints_are_reached(string address)
    {
        var policy = new EgressPolicy();
        policy.Allow("127.0.0.1", 8);
        Assert.Throws<EgressRefusedException>(() => policy.Check(new Uri(address)));
        policy.Check(new Uri("http://127.0.0.1:8/"));
        policy.Check(new Uri("https://erp.example/"));
    }

    [Fact]
    public async Task An_IPv6_literal_is_recognised_with_its_brackets()
    {
        var policy = new EgressPolicy();
        var ct = TestContext.Current.CancellationToken;
        await Assert.ThrowsAsync<EgressRefusedException>(() => policy.Resolve("[::1]", 443, ct));
        policy.Allow("[::1]", 443);
        Assert.Equal([IPAddress.IPv6Loopback], await policy.Resolve("::1", 443, ct));
    }

    [Fact]
    public async Task A_name_that_changes_its_address_is_refused_at_the_connection_that_follows()
    {
        var answers = new Queue<string>(["8.8.8.8", "10.0.0.1", "169.254.169.254"]);
        var policy = new EgressPolicy((_, _) => Task.FromResult<IPAddress[]>([IPAddress.Parse(answers.Dequeue())]));
        var ct = TestContext.Current.CancellationToken;
        Assert.Single(await policy.Resolve("rebind.example", 443, ct));
        await Assert.ThrowsAsync<EgressRefusedException>(() => policy.Resolve("rebind.example", 443, ct));
        await Assert.ThrowsAsync<EgressRefusedException>(() => policy.Resolve("rebind.example", 443, ct));
    }

    [Fact]
    public async Task An_address_with_a_dot_behind_it_is_no_name()
    {
        var policy = new EgressPolicy((_, _) => throw new InvalidOperationException("The resolver was asked."));
        var ct = TestContext.Current.CancellationToken;
        await Assert.ThrowsAsync<EgressRefusedException>(() => policy.Resolve("127.0.0.1.", 443, ct));
    }
}
