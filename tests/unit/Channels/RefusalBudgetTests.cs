using Microsoft.Extensions.Options;
using Vespid.Grains.Channels;

namespace Vespid.Tests.Unit.Channels;

public sealed class RefusalBudgetTests
{
    private static readonly Guid Account = Guid.Parse("0190a000-0000-7000-8000-000000000001");
    private static readonly Guid Other = Guid.Parse("0190a000-0000-7000-8000-000000000002");

    private readonly ManualClock _clock = new(DateTimeOffset.UnixEpoch.AddYears(56));

    [Fact]
    public void A_minute_stores_as_many_refusals_as_are_set_and_no_more()
    {
        var budget = Budget(3);
        Assert.Equal([true, true, true, false, false], Enumerable.Range(0, 5).Select(_ => budget.TryTake(Account)));
    }

    [Fact]
    public void The_next_minute_starts_anew()
    {
        var budget = Budget(1);
        Assert.True(budget.TryTake(Account));
        _clock.Move(TimeSpan.FromSeconds(59));
        Assert.False(budget.TryTake(Account));
        _clock.Move(TimeSpan.FromSeconds(1));
        Assert.True(budget.TryTake(Account));
        Assert.False(budget.TryTake(Account));
    }

    [Fact]
    public void One_account_does_not_use_up_anothers()
    {
        var budget = Budget(1);
        Assert.True(budget.TryTake(Account));
        Assert.True(budget.TryTake(Other));
        Assert.False(budget.TryTake(Account));
    }

    private RefusalBudget Budget(int perMinute) => new(_clock, Options.Create(new ChannelRuntimeOptions { StoredRefusalsPerMinute = perMinute }));
}
