using System.Collections.Frozen;
using Vespid.GrainInterfaces.Channels;
using Vespid.Grains.Channels;
using Vespid.Storage.Snapshots;

namespace Vespid.Tests.Unit.Channels;

public sealed class TriggerMatchTests
{
    [Theory]
    [InlineData("message.received", "message.dm", false, true)]
    [InlineData("message.received", "message.received", false, true)]
    [InlineData("message.dm", "message.dm", false, true)]
    [InlineData("message.dm", "message.mentioned", true, false)]
    [InlineData("message.mentioned", "message.mentioned", true, true)]
    [InlineData("message.mentioned", "message.dm", true, true)]
    [InlineData("message.mentioned", "message.dm", false, false)]
    [InlineData("message.unheard-of", "message.dm", true, false)]
    public void Events(string wanted, string kind, bool mentioned, bool fires) =>
        Assert.Equal(fires, Fires(Trigger() with { Event = wanted }, Messages.Of(kind, mentioned)));

    [Theory]
    [InlineData("deploy", "please DEPLOY now", true)]
    [InlineData("deploy", "please wait", false)]
    [InlineData(null, "anything", true)]
    [InlineData("", "anything", true)]
    public void Text_is_a_part_in_any_case(string? contains, string text, bool fires) =>
        Assert.Equal(fires, Fires(Trigger() with { TextContains = contains }, Messages.Of(text: text)));

    [Fact]
    public void Channel_and_account_must_be_the_ones_named()
    {
        Assert.False(Fires(Trigger() with { ChannelId = "slack" }, Messages.Of()));
        Assert.False(Fires(Trigger() with { AccountKey = "other" }, Messages.Of()));
        Assert.True(Fires(Trigger() with { AccountKey = "main" }, Messages.Of()));
    }

    [Theory]
    [InlineData("s", null, true)]
    [InlineData("S", null, false)]
    [InlineData("other", null, false)]
    [InlineData(null, "c", true)]
    [InlineData(null, "other", false)]
    public void Lists_are_exact(string? sender, string? group, bool fires) => Assert.Equal(
        fires,
        Fires(
            Trigger() with
            {
                SenderIn = sender is null ? FrozenSet<string>.Empty : new[] { sender }.ToFrozenSet(),
                GroupIn = group is null ? FrozenSet<string>.Empty : new[] { group }.ToFrozenSet(),
            },
            Messages.Of()));

    private static bool Fires(ChannelTrigger trigger, InboundMessage message) => TriggerMatch.Fires(trigger, "telegram", "main", message);

    private static ChannelTrigger Trigger() => new()
    {
        WorkflowId = Guid.Empty,
        ChannelId = "telegram",
        Event = InboundEvents.Received,
        SenderIn = FrozenSet<string>.Empty,
        GroupIn = FrozenSet<string>.Empty,
    };
}
