using System.Collections.Frozen;
using Vespid.GrainInterfaces.Channels;
using Vespid.Grains.Channels;
using Vespid.Grains.Runtime;
using Vespid.Storage.Rows;
using Vespid.Storage.Snapshots;

namespace Vespid.Tests.Unit.Channels;

public sealed class ConversationRulesTests
{
    private static readonly (string, string)[] Listed = [("sender", "s")];
    private static readonly Guid Workflow = Guid.Parse("0190a000-0000-7000-8000-00000000000f");

    [Fact]
    public void A_first_accepted_message_opens_a_session_when_there_is_an_agent()
    {
        var decision = Decide(Accounts.Of(listed: Listed, agentKind: "echo"));

        Assert.True(decision.Outcome.SessionRouted);
        var session = Assert.Single(decision.Following.OfType<SessionRow>());
        var turn = Assert.Single(decision.Following.OfType<RunRow>());
        Assert.Equal("turn", turn.Kind);
        Assert.Equal(session.Id, turn.SessionId);
        Assert.Equal(session.Id, decision.State.SessionId);
        Assert.Equal(session.Id, decision.Message.SessionId);
    }

    [Fact]
    public void The_next_message_goes_to_the_same_session()
    {
        var session = Guid.Parse("0190a000-0000-7000-8000-0000000000aa");
        var state = new ConversationState { SessionId = session };

        var decision = Decide(Accounts.Of(listed: Listed, agentKind: "echo"), state);

        Assert.Empty(decision.Following.OfType<SessionRow>());
        Assert.Equal(session, Assert.Single(decision.Following.OfType<RunRow>()).SessionId);
        Assert.Same(state, decision.State);
    }

    [Theory]
    [InlineData("none", "{}")]
    [InlineData("echo", """{"sessionBridgeEnabled":false}""")]
    public void No_session_without_an_agent_or_with_the_bridge_off(string agent, string metadata)
    {
        var decision = Decide(Accounts.Of(listed: Listed, agentKind: agent, metadata: metadata));

        Assert.False(decision.Outcome.SessionRouted);
        Assert.Empty(decision.Following);
    }

    [Fact]
    public void The_named_default_session_comes_before_a_new_one()
    {
        var named = Guid.Parse("0190a000-0000-7000-8000-0000000000bb");

        var decision = Decide(Accounts.Of(listed: Listed, agentKind: "echo"), defaultSession: named);

        Assert.Empty(decision.Following.OfType<SessionRow>());
        Assert.Equal(named, decision.State.SessionId);
    }

    [Fact]
    public void One_message_makes_one_run_of_a_workflow_with_the_same_id_each_time()
    {
        var account = Accounts.Of(listed: Listed, triggers: Trigger());
        var decision = Decide(account);

        var run = Assert.Single(decision.Following.OfType<RunRow>());
        Assert.Equal(RunId.Of(decision.Message.Id, Workflow), run.Id);
        Assert.Equal(1, decision.Outcome.WorkflowsTriggered);
        Assert.Equal(1, decision.Message.WorkflowsTriggered);
    }

    [Fact]
    public void A_trigger_beyond_the_quota_is_kept_and_not_counted()
    {
        var decision = Decide(Accounts.Of(listed: Listed, triggers: Trigger()), runsLeft: 0);

        Assert.False(Assert.Single(decision.Following.OfType<RunRow>()).Admitted);
        Assert.Equal(0, decision.Outcome.WorkflowsTriggered);
    }

    [Fact]
    public void A_stranger_under_pairing_leaves_a_request()
    {
        var decision = Decide(Accounts.Of(agentKind: "echo", triggers: Trigger()));

        Assert.Equal(ReasonCodes.DmPairingRequired, decision.Outcome.Reason);
        Assert.Equal("dropped", decision.Message.Status);
        var request = Assert.IsType<PairingRequestRow>(Assert.Single(decision.Following));
        Assert.Equal(("dm", "s", "Sam"), (request.Scope, request.RequesterId, request.RequesterDisplayName));
        Assert.Equal(TimeSpan.FromHours(24), request.TimeToLive);
    }

    [Theory]
    [InlineData("allowlist")]
    [InlineData("open")]
    [InlineData("disabled")]
    public void Other_policies_never_make_a_pairing_request(string policy) =>
        Assert.Empty(Decide(Accounts.Of(policy)).Following);

    [Fact]
    public void The_organisation_is_the_accounts_whatever_the_payload_says()
    {
        var account = Accounts.Of(listed: Listed, agentKind: "echo", triggers: Trigger());
        var message = Messages.Of() with { Payload = """{"body":{"organizationId":"11111111-1111-1111-1111-111111111111"}}""" };

        var decision = ConversationRules.Decide(new ConversationState(), message, Context(account));

        Assert.Equal(account.Organization.Id, decision.Message.OrganizationId);
        Assert.All(decision.Following.OfType<RunRow>(), run => Assert.Equal(account.Organization.Id, run.OrganizationId));
        Assert.All(decision.Following.OfType<SessionRow>(), session => Assert.Equal(account.Organization.Id, session.OrganizationId));
    }

    private static ConversationDecision Decide(
        AccountSnapshot account, ConversationState? state = null, Guid? defaultSession = null, int runsLeft = int.MaxValue) =>
        ConversationRules.Decide(state ?? new ConversationState(), Messages.Of(), Context(account, defaultSession, runsLeft));

    private static ConversationContext Context(AccountSnapshot account, Guid? defaultSession = null, int runsLeft = int.MaxValue)
    {
        var chance = new SeededChance(1);
        return new ConversationContext(account, defaultSession, runsLeft, new ChannelRuntimeOptions(), new OrderedIds(new ManualClock(DateTimeOffset.UnixEpoch.AddYears(56)), chance), chance);
    }

    private static ChannelTrigger Trigger() => new()
    {
        WorkflowId = Workflow,
        ChannelId = "telegram",
        Event = InboundEvents.Received,
        SenderIn = FrozenSet<string>.Empty,
        GroupIn = FrozenSet<string>.Empty,
    };
}
