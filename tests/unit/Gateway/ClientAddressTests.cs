using System.Net;
using Vespid.Gateway.Http;

namespace Vespid.Tests.Unit.Gateway;

public sealed class ClientAddressTests
{
    private static readonly IPNetwork[] Proxies = [IPNetwork.Parse("10.0.0.0/8"), IPNetwork.Parse("fd00::/8")];

    [Theory]
    [InlineData("203.0.113.9", null, "203.0.113.9")]
    [InlineData("203.0.113.9", "198.51.100.1", "203.0.113.9")] // Not a proxy of ours: the header is its own claim.
    [InlineData("10.1.2.3", null, "10.1.2.3")]
    [InlineData("10.1.2.3", "", "10.1.2.3")]
    [InlineData("10.1.2.3", "198.51.100.1", "198.51.100.1")]
    [InlineData("10.1.2.3", "1.1.1.1, 198.51.100.1", "198.51.100.1")] // What stands further left is the caller's claim.
    [InlineData("10.1.2.3", "198.51.100.1, 10.9.9.9", "198.51.100.1")]
    [InlineData("10.1.2.3", "10.8.8.8, 10.9.9.9", "10.8.8.8")]
    [InlineData("10.1.2.3", "garbage, 10.9.9.9", "10.9.9.9")]
    [InlineData("10.1.2.3", "198.51.100.1:4711", "198.51.100.1")]
    [InlineData("10.1.2.3", "[2001:db8::1]:4711", "2001:db8::1")]
    [InlineData("fd00::5", "2001:db8::1", "2001:db8::1")]
    [InlineData("::ffff:10.1.2.3", "198.51.100.1", "198.51.100.1")]
    [InlineData("::ffff:203.0.113.9", "198.51.100.1", "203.0.113.9")]
    public void The_caller_is_the_first_that_is_not_a_proxy_of_ours(string peer, string? forwardedFor, string expected) =>
        Assert.Equal(expected, ClientAddress.Resolve(IPAddress.Parse(peer), forwardedFor, Proxies)?.ToString());

    [Theory]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", true)]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:3::1", false)]
    [InlineData("203.0.113.9", "203.0.113.8", false)]
    [InlineData("203.0.113.9", "203.0.113.9", true)]
    public void Limits_count_a_subscriber_once(string one, string other, bool same) =>
        Assert.Equal(same, ClientAddress.LimitKeyOf(one) == ClientAddress.LimitKeyOf(other));

    [Fact]
    public void Without_a_peer_there_is_no_address() => Assert.Null(ClientAddress.Resolve(null, "198.51.100.1", Proxies));

    [Fact]
    public void A_long_chain_ends_somewhere()
    {
        var chain = string.Join(",", Enumerable.Repeat("10.0.0.1", 10_000));
        Assert.Equal("10.0.0.1", ClientAddress.Resolve(IPAddress.Parse("10.1.2.3"), chain, Proxies)?.ToString());
    }
}
