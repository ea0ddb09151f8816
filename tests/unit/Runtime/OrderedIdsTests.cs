using Vespid.Grains.Channels;
using Vespid.Grains.Runtime;

namespace Vespid.Tests.Unit.Runtime;

public sealed class OrderedIdsTests
{
    [Fact]
    public void Ids_sort_in_the_order_they_were_made_also_when_the_clock_jumps_back()
    {
        var clock = new ManualClock(DateTimeOffset.UnixEpoch.AddYears(56));
        var ids = new OrderedIds(clock, new SeededChance(1));
        var made = new List<string>();
        for (var i = 0; i < 20_000; i++)
        {
            if (i == 10_000)
                clock.Move(TimeSpan.FromHours(-1));
            made.Add(ids.NewId().ToString());
        }

        Assert.Equal(made, made.Order(StringComparer.Ordinal));
        Assert.Equal(made.Count, made.Distinct().Count());
        Assert.All(made, id => Assert.Equal('7', id[14]));
    }

    [Fact]
    public void A_run_id_depends_on_both_halves_and_keeps_the_messages_time()
    {
        var ids = new OrderedIds(new ManualClock(DateTimeOffset.UnixEpoch.AddYears(56)), new SeededChance(2));
        var (message, other, workflow) = (ids.NewId(), ids.NewId(), ids.NewId());

        Assert.Equal(RunId.Of(message, workflow), RunId.Of(message, workflow));
        Assert.NotEqual(RunId.Of(message, workflow), RunId.Of(other, workflow));
        Assert.NotEqual(RunId.Of(message, workflow), RunId.Of(message, other));
        Assert.Equal(message.ToString()[..13], RunId.Of(message, workflow).ToString()[..13]);
        Assert.Equal('7', RunId.Of(message, workflow).ToString()[14]);
    }
}
