using Vespid.Grains.Channels;
using Vespid.Storage.Rows;
using static Vespid.Tests.Unit.Channels.Decisions;

namespace Vespid.Tests.Unit.Channels;

public sealed class SessionRoutingTests
{
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

    [Theory]
    [InlineData("Sam", "Sam")]
    [InlineData(null, "s")]
    public void A_new_session_bears_the_senders_name(string? name, string title)
    {
        var decision = ConversationRules.Decide(
            new ConversationState(), Messages.Of() with { SenderDisplayName = name }, Context(Accounts.Of(listed: Listed, agentKind: "echo")));
        Assert.Equal((title, "c"), (Assert.Single(decision.Following.OfType<SessionRow>()).Title, decision.Following.OfType<SessionRow>().Single().ConversationId));
    }

    [Fact]
    public void A_session_of_ones_own_comes_before_the_named_default()
    {
        var own = Guid.Parse("0190a000-0000-7000-8000-0000000000aa");
        var decision = Decide(
            Accounts.Of(listed: Listed, agentKind: "echo"), new ConversationState { SessionId = own }, Guid.Parse("0190a000-0000-7000-8000-0000000000bb"));
        Assert.Equal((own, own), (decision.State.SessionId, decision.Message.SessionId));
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

    [Theory]
    [InlineData("""{"defaultSessionId":"0190a000-0000-7000-8000-0000000000bb"}""", true)]
    [InlineData("""{"defaultSessionId":"the first"}""", false)]
    [InlineData("""{"defaultSessionId":17}""", false)]
    [InlineData("""{"defaultSessionId":null}""", false)]
    [InlineData("{}", false)]
    [InlineData("[]", false)]
    public void A_default_session_is_named_by_its_id(string metadata, bool named) => Assert.Equal(
        named ? Guid.Parse("0190a000-0000-7000-8000-0000000000bb") : null, ConversationRules.NamedDefaultSession(Accounts.Of(metadata: metadata)));

    [Theory]
    [InlineData("""{"sessionBridgeEnabled":false}""", false)]
    [InlineData("""{"sessionBridgeEnabled":true}""", true)]
    [InlineData("""{"sessionBridgeEnabled":"false"}""", true)]
    [InlineData("""{"sessionBridgeEnabled":0}""", true)]
    [InlineData("{}", true)]
    [InlineData("[]", true)]
    public void Only_a_plain_false_turns_the_bridge_off(string metadata, bool bridges) =>
        Assert.Equal(bridges, ConversationRules.BridgesSessions(Accounts.Of(metadata: metadata)));
}
