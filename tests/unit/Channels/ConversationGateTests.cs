using Vespid.Grains.Channels;
using Vespid.Tests.Unit.Gateway;

namespace Vespid.Tests.Unit.Channels;

public sealed class ConversationGateTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly SteppingTime _clock = new();
    private readonly ConversationGate _gate;

    public ConversationGateTests() => _gate = new ConversationGate(_clock);

    [Fact]
    public void A_burst_of_eight_waits_however_slow_the_conversation_is()
    {
        Assert.All(Enumerable.Range(0, 8), _ => Assert.True(_gate.TryEnter("a", Patience)));
        Finish(TimeSpan.FromSeconds(1));

        Assert.True(_gate.TryEnter("a", Patience));
    }

    [Fact]
    public void A_conversation_that_cannot_keep_up_turns_away_until_it_has_caught_up()
    {
        Assert.All(Enumerable.Range(0, 12), _ => Assert.True(_gate.TryEnter("a", Patience)));
        Finish(TimeSpan.FromMilliseconds(200));

        Assert.False(_gate.TryEnter("a", Patience));
        Assert.True(_gate.TryEnter("another", Patience));

        for (var i = 0; i < 4; i++)
            Finish(TimeSpan.FromMilliseconds(200));
        Assert.True(_gate.TryEnter("a", Patience));
    }

    [Fact]
    public void A_quick_conversation_takes_hundreds_at_a_time()
    {
        Assert.True(_gate.TryEnter("a", Patience));
        Assert.True(_gate.TryEnter("a", Patience));
        Finish(TimeSpan.FromMilliseconds(5));

        Assert.All(Enumerable.Range(0, 200), _ => Assert.True(_gate.TryEnter("a", Patience)));
        Assert.False(_gate.TryEnter("a", Patience));
    }

    [Fact]
    public void What_was_slow_is_forgotten_with_the_last_that_waited()
    {
        Assert.All(Enumerable.Range(0, 3), _ => Assert.True(_gate.TryEnter("a", Patience)));
        for (var i = 0; i < 3; i++)
            Finish(TimeSpan.FromSeconds(1));

        Assert.All(Enumerable.Range(0, 50), _ => Assert.True(_gate.TryEnter("a", Patience)));
    }

    private void Finish(TimeSpan after)
    {
        _clock.Move(after);
        _gate.Leave("a");
    }
}
