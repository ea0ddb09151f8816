using Vespid.Channels;

namespace Vespid.Tests.Channels.Generic;

public sealed class CatalogTests
{
    [Fact]
    public void The_channels_stand_in_the_published_order() => Assert.Equal(
        [
            "whatsapp", "telegram", "discord", "irc", "slack", "googlechat", "signal", "imessage", "feishu", "mattermost", "bluebubbles", "msteams", "line",
            "nextcloud-talk", "matrix", "nostr", "tlon", "twitch", "zalo", "zalouser", "webchat",
        ],
        ChannelCatalog.All.Select(descriptor => descriptor.Id));

    [Fact]
    public void Eight_are_core_and_two_insist_on_a_secret()
    {
        Assert.All(ChannelCatalog.All.Take(8), descriptor => Assert.Equal("core", descriptor.Category));
        Assert.All(ChannelCatalog.All.Skip(8), descriptor => Assert.Equal("extended", descriptor.Category));
        Assert.Equal(["discord", "slack"], ChannelCatalog.All.Where(descriptor => descriptor.MetadataSpecs.Any(spec => spec.Required)).Select(descriptor => descriptor.Id));
        Assert.Equal(["signal", "imessage", "bluebubbles", "msteams"], ChannelCatalog.All.Where(descriptor => descriptor.RequiresExternalRuntime).Select(descriptor => descriptor.Id));
        Assert.All(ChannelCatalog.All, descriptor => Assert.Equal(descriptor.RequiresExternalRuntime, descriptor.OnboardingHints.Length == 1));
    }

    [Fact]
    public void A_channel_is_found_by_its_id_and_no_other_is()
    {
        Assert.All(ChannelCatalog.All, descriptor => Assert.Same(descriptor, ChannelCatalog.Get(descriptor.Id)));
        Assert.True(ChannelCatalog.TryGet("nextcloud-talk", out var talk));
        Assert.Equal("nextcloud_talk", talk.ReasonPrefix);
        Assert.False(ChannelCatalog.TryGet("Telegram", out _));
        Assert.Throws<KeyNotFoundException>(() => ChannelCatalog.Get("myspace"));
    }

    [Fact]
    public void A_channel_that_says_nothing_else_pairs_strangers_and_waits_for_a_mention()
    {
        var plain = ChannelCatalog.Get("irc");
        var descriptor = new ChannelDescriptor
        {
            Id = "x", Label = "X", Category = plain.Category, DocsPath = plain.DocsPath, OnboardingMode = plain.OnboardingMode, Capabilities = plain.Capabilities,
        };
        Assert.Equal(("pairing", true), (descriptor.DefaultDmPolicy, descriptor.DefaultRequireMentionInGroup));
    }

    [Fact]
    public void Every_channel_has_an_adapter_of_its_own_id()
    {
        using var host = new ChannelsHost();

        Assert.All(ChannelCatalog.All, descriptor => Assert.Equal(descriptor, host.Adapter(descriptor.Id).Descriptor));
        Assert.False(host.Get<ChannelAdapters>().TryGet("myspace", out _));
    }
}
