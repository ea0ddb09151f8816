using Vespid.GrainInterfaces.Channels;
using Vespid.Grains.Channels;
using Vespid.Storage.Commits;
using Vespid.Storage.Rows;
using static Vespid.Tests.Unit.Channels.Decisions;

namespace Vespid.Tests.Unit.Channels;

public sealed class ConversationRulesTests
{
    [Fact]
    public void One_message_makes_one_run_of_a_workflow_with_the_same_id_each_time()
    {
        var account = Accounts.Of(listed: Listed, triggers: Trigger());
        var decision = Decide(account);

        var run = Assert.Single(decision.Following.OfType<RunRow>());
        Assert.Equal(("workflow", Workflow, null, "channel", "channel.internal", 3), (run.Kind, run.WorkflowId, run.SessionId, run.TriggerType, run.TriggerSource, run.MaxAttempts));
        Assert.True(run.Admitted);
        Assert.Equal(RunId.Of(decision.Message.Id, Workflow), run.Id);
        Assert.Equal(1, decision.Outcome.WorkflowsTriggered);
        Assert.Equal(1, decision.Message.WorkflowsTriggered);
    }

    [Fact]
    public void A_turn_is_tried_five_times_and_no_quota_holds_it_back()
    {
        var turn = Assert.Single(Decide(Accounts.Of(listed: Listed, agentKind: "echo"), runsLeft: 0).Following.OfType<RunRow>());
        Assert.Equal((true, 5, null, "channel", "channel.internal"), (turn.Admitted, turn.MaxAttempts, turn.WorkflowId, turn.TriggerType, turn.TriggerSource));
    }

    [Fact]
    public void A_message_keeps_its_answer_and_where_it_came_from()
    {
        var decision = Decide(Accounts.Of(listed: Listed, agentKind: "echo", triggers: Trigger()));

        var row = decision.Message;
        Assert.Equal(("accepted", "accepted", "m-1", "7"), (row.Status, row.Reason, row.DedupeKey, row.ThreadId));
        Assert.Equal(new InboundOutcome(true, "accepted", true, 1, row.Id), decision.Outcome);
        Assert.All(decision.Following.OfType<RunRow>(), run => Assert.Equal((row.Id, "c"), (run.MessageId, run.ConversationId)));
    }

    [Fact]
    public void The_message_that_guards_the_commit_comes_first_and_says_when_it_readmits()
    {
        var decision = Decide(Accounts.Of(listed: Listed, agentKind: "echo"));

        Assert.Equal<CommitRow>([decision.Message, .. decision.Following], decision.Rows());
        Assert.Equal<CommitRow>([decision.Message with { Readmits = true }, .. decision.Following], decision.Rows(readmits: true));
    }

    [Fact]
    public void Triggers_are_admitted_in_order_until_the_quota_is_used_up()
    {
        var other = Trigger() with { WorkflowId = Guid.Parse("0190a000-0000-7000-8000-00000000000e") };
        var silent = Trigger() with { WorkflowId = Guid.Parse("0190a000-0000-7000-8000-00000000000d"), TextContains = "something else" };

        var decision = Decide(Accounts.Of(listed: Listed, triggers: [silent, Trigger(), other]), runsLeft: 1);

        Assert.Equal([(Workflow, true), (other.WorkflowId, false)], decision.Following.OfType<RunRow>().Select(run => (run.WorkflowId!.Value, run.Admitted)));
        Assert.Equal(1, decision.Outcome.WorkflowsTriggered);
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
        Assert.Equal(new InboundOutcome(false, ReasonCodes.DmPairingRequired, false, 0, decision.Message.Id), decision.Outcome);
        Assert.Equal(("dropped", ReasonCodes.DmPairingRequired), (decision.Message.Status, decision.Message.Reason));
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
}
