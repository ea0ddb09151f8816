using Vespid.Channels;
using Vespid.Silo.Flags;

namespace Vespid.Tests.Unit.Configuration;

public sealed class FlagSourcesTests
{
    [Fact]
    public void Each_channel_has_a_flag_beside_the_one_for_all()
    {
        Assert.Equal(1 + ChannelCatalog.All.Length, FlagSources.Names.Distinct().Count());
        Assert.Equal("CHANNEL_RUNTIME_ENABLED", FlagSources.Names.First());
        Assert.Contains("CHANNEL_NEXTCLOUD_TALK_ENABLED", FlagSources.Names);
    }

    [Fact]
    public void Everything_is_on_unless_a_source_says_otherwise()
    {
        Assert.Empty(FlagSources.Disabled());
        Assert.Empty(FlagSources.Disabled(_ => null, _ => "on"));
    }

    [Fact]
    public void One_source_that_says_off_is_enough_for_its_channel()
    {
        Assert.Equal(["irc"], FlagSources.Disabled(_ => "on", name => name == "CHANNEL_IRC_ENABLED" ? "off" : null));
        Assert.Equal(["irc"], FlagSources.Disabled(name => name == "CHANNEL_IRC_ENABLED" ? "0" : null, _ => "true"));
    }

    [Fact]
    public void The_runtimes_flag_turns_every_channel_off() => Assert.Equal(
        ChannelCatalog.All.Select(channel => channel.Id).Order(),
        FlagSources.Disabled(name => name == "CHANNEL_RUNTIME_ENABLED" ? "no" : "yes").Order());
}
