using System.Collections.Frozen;
using Vespid.GrainInterfaces.Channels;
using Vespid.Grains.Channels;
using Vespid.Grains.Runtime;
using Vespid.Storage.Snapshots;

namespace Vespid.Tests.Unit.Channels;

/// <summary>Decisions on one message, for tests of what follows from them.</summary>
internal static class Decisions
{
    public static readonly (string, string)[] Listed = [("sender", "s")];
    public static readonly Guid Workflow = Guid.Parse("0190a000-0000-7000-8000-00000000000f");

    public static ConversationDecision Decide(
        AccountSnapshot account, ConversationState? state = null, Guid? defaultSession = null, int runsLeft = int.MaxValue) =>
        ConversationRules.Decide(state ?? new ConversationState(), Messages.Of(), Context(account, defaultSession, runsLeft));

    public static ConversationContext Context(AccountSnapshot account, Guid? defaultSession = null, int runsLeft = int.MaxValue)
    {
        var chance = new SeededChance(1);
        return new ConversationContext(account, defaultSession, runsLeft, new ChannelRuntimeOptions(), new OrderedIds(new ManualClock(DateTimeOffset.UnixEpoch.AddYears(56)), chance), chance);
    }

    public static ChannelTrigger Trigger() => new()
    {
        WorkflowId = Workflow,
        ChannelId = "telegram",
        Event = InboundEvents.Received,
        SenderIn = FrozenSet<string>.Empty,
        GroupIn = FrozenSet<string>.Empty,
    };
}
