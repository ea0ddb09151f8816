using System.Net;
using Vespid.Channels;
using Vespid.Vendors;

namespace Vespid.Tests.Channels.Outbound;

public sealed class TenantUrlTests
{
    [Theory]
    [InlineData("https://example.com/hook", true)]
    [InlineData("http://example.com/hook", false)]
    [InlineData("https://user:pass@example.com/", false)]
    [InlineData("ftp://example.com/", false)]
    [InlineData("file:///etc/passwd", false)]
    [InlineData("/hook", false)]
    [InlineData("not a url", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    [InlineData("http://relay.internal/hook", true)]
    [InlineData("http://RELAY.internal:8080/hook", true)]
    [InlineData("http://other.internal:9000/hook", true)]
    [InlineData("http://other.internal:9001/hook", false)]
    [InlineData("http://[::1]:9000/hook", true)]
    public void Only_https_or_what_the_operator_allows(string? url, bool allowed)
    {
        using var host = new ChannelsHost(options => options.AllowedHosts.UnionWith(["relay.internal", "other.internal:9000", "::1"]));

        Assert.Equal(allowed, host.Urls.TryParse(url, out _));
    }

    [Theory]
    [InlineData("[::1]:9000")]
    [InlineData("::1:9000")]
    [InlineData("[::1]")]
    [InlineData("::1")]
    public void An_address_in_brackets_is_the_address_without_them(string listed)
    {
        using var host = new ChannelsHost(options => options.AllowedHosts.Add(listed));

        Assert.True(host.Urls.IsAllowed("[::1]", 9000));
        Assert.False(host.Urls.IsAllowed("[::2]", 9000));
        Assert.Equal(!listed.EndsWith(":9000", StringComparison.Ordinal), host.Urls.IsAllowed("[::1]", 9001));
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("127.8.8.8")]
    [InlineData("10.1.2.3")]
    [InlineData("172.16.0.1")]
    [InlineData("172.31.255.255")]
    [InlineData("192.168.1.1")]
    [InlineData("169.254.169.254")]
    [InlineData("100.100.100.200")]
    [InlineData("0.0.0.0")]
    [InlineData("255.255.255.255")]
    [InlineData("224.0.0.1")]
    [InlineData("198.18.0.1")]
    [InlineData("::1")]
    [InlineData("::")]
    [InlineData("fe80::1")]
    [InlineData("fd00:ec2::254")]
    [InlineData("ff02::1")]
    [InlineData("::ffff:127.0.0.1")]
    [InlineData("::ffff:10.0.0.1")]
    [InlineData("::127.0.0.1")]
    [InlineData("64:ff9b::7f00:1")]
    [InlineData("2002:7f00:1::")]
    [InlineData("2001:0:7f00:1::")]
    [InlineData("2001:db8::1")]
    public void Special_addresses_are_refused(string address) => Assert.False(PublicAddresses.Contains(IPAddress.Parse(address)));

    [Theory]
    [InlineData("8.8.8.8")]
    [InlineData("172.32.0.1")]
    [InlineData("100.128.0.1")]
    [InlineData("2606:4700:4700::1111")]
    [InlineData("::ffff:8.8.8.8")]
    public void Public_addresses_are_not(string address) => Assert.True(PublicAddresses.Contains(IPAddress.Parse(address)));

    /// <summary>The first and the last address of each range that is set apart, and the public neighbours on both sides where there are any.</summary>
    [Theory]
    [InlineData("0.0.0.0", "0.255.255.255", null, "1.0.0.0")]
    [InlineData("10.0.0.0", "10.255.255.255", "9.255.255.255", "11.0.0.0")]
    [InlineData("100.64.0.0", "100.127.255.255", "100.63.255.255", "100.128.0.0")]
    [InlineData("127.0.0.0", "127.255.255.255", "126.255.255.255", "128.0.0.0")]
    [InlineData("169.254.0.0", "169.254.255.255", "169.253.255.255", "169.255.0.0")]
    [InlineData("172.16.0.0", "172.31.255.255", "172.15.255.255", "172.32.0.0")]
    [InlineData("192.0.0.0", "192.0.0.255", "191.255.255.255", "192.0.1.0")]
    [InlineData("192.0.2.0", "192.0.2.255", "192.0.1.255", "192.0.3.0")]
    [InlineData("192.88.99.0", "192.88.99.255", "192.88.98.255", "192.88.100.0")]
    [InlineData("192.168.0.0", "192.168.255.255", "192.167.255.255", "192.169.0.0")]
    [InlineData("198.18.0.0", "198.19.255.255", "198.17.255.255", "198.20.0.0")]
    [InlineData("198.51.100.0", "198.51.100.255", "198.51.99.255", "198.51.101.0")]
    [InlineData("203.0.113.0", "203.0.113.255", "203.0.112.255", "203.0.114.0")]
    [InlineData("2001::", "2001:1ff:ffff:ffff:ffff:ffff:ffff:ffff", "2000:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "2001:200::")]
    [InlineData("2001:db8::", "2001:db8:ffff:ffff:ffff:ffff:ffff:ffff", "2001:db7:ffff:ffff:ffff:ffff:ffff:ffff", "2001:db9::")]
    [InlineData("2002::", "2002:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "2001:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "2003::")]
    [InlineData("3fff::", "3fff:fff:ffff:ffff:ffff:ffff:ffff:ffff", "3ffe:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "3fff:1000::")]
    [InlineData("224.0.0.0", "255.255.255.255", "223.255.255.255", null)]
    [InlineData("4000::", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "3ffe:ffff:ffff:ffff:ffff:ffff:ffff:ffff", null)]
    [InlineData("::", "1fff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", null, "2000::")]
    public void A_range_ends_where_its_registry_says(string first, string last, string? before, string? after)
    {
        Assert.False(PublicAddresses.Contains(IPAddress.Parse(first)));
        Assert.False(PublicAddresses.Contains(IPAddress.Parse(last)));
        Assert.True(before is null || PublicAddresses.Contains(IPAddress.Parse(before)));
        Assert.True(after is null || PublicAddresses.Contains(IPAddress.Parse(after)));
    }

    [Fact]
    public void A_url_has_at_most_2048_characters()
    {
        using var host = new ChannelsHost();
        Assert.True(host.Urls.TryParse("https://h.example/" + new string('x', 2048 - 18), out _));
        Assert.False(host.Urls.TryParse("https://h.example/" + new string('x', 2049 - 18), out var url));
        Assert.Null(url);
        Assert.True(host.Urls.TryParse("  https://h.example/  ", out url));
        Assert.Equal(new Uri("https://h.example/"), url);
    }

    [Theory]
    [InlineData("https://localhost:PORT/")]
    [InlineData("https://127.0.0.1:PORT/")]
    [InlineData("https://2130706433:PORT/")]
    [InlineData("https://[::ffff:127.0.0.1]:PORT/")]
    public async Task The_address_is_checked_when_connecting(string url)
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        using var host = new ChannelsHost();
        var account = Accounts.Of("slack", null, url.Replace("PORT", receiver.Url.Port.ToString(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal));
        var message = new OutboundMessage(new SequentialIds().NewId(), Guid.Empty, "c", "hi", null, null, null, null, "reply");

        Assert.Equal(new SendResult.Refused("CHANNEL_OUTBOUND_URL_REFUSED"), await host.Senders.SendAsync(message, account, CancellationToken.None));
        Assert.Empty(receiver.Requests.All);
    }
}
