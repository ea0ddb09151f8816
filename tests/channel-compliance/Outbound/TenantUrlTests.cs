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
