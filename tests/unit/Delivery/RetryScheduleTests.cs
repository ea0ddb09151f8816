using Vespid.GrainInterfaces.Determinism;
using Vespid.Grains.Delivery;

namespace Vespid.Tests.Unit.Delivery;

public sealed class RetryScheduleTests
{
    private static readonly TimeSpan Cap = TimeSpan.FromSeconds(30);

    [Theory]
    [InlineData(1, 500, 500)]
    [InlineData(2, 500, 1000)]
    [InlineData(3, 500, 2000)]
    [InlineData(7, 500, 30_000)]
    [InlineData(60, 500, 30_000)]
    [InlineData(1, 1, 200)]
    public void Doubles_from_the_base_up_to_the_cap(int failures, int baseMs, int expectedMs) => Assert.Equal(
        TimeSpan.FromMilliseconds(expectedMs), RetrySchedule.Delay(failures, TimeSpan.FromMilliseconds(baseMs), Cap, null, new Fixed(0)));

    [Fact]
    public void Jitter_adds_at_most_a_fifth() => Assert.Equal(
        TimeSpan.FromMilliseconds(600), RetrySchedule.Delay(1, TimeSpan.FromMilliseconds(500), Cap, null, new Fixed(1)));

    [Fact]
    public void Jitter_never_leads_beyond_the_cap() =>
        Assert.Equal(Cap, RetrySchedule.Delay(7, TimeSpan.FromMilliseconds(500), Cap, null, new Fixed(0.99)));

    [Fact]
    public void The_receivers_wish_counts_when_it_is_longer()
    {
        Assert.Equal(TimeSpan.FromMinutes(2), RetrySchedule.Delay(1, TimeSpan.FromMilliseconds(500), Cap, TimeSpan.FromMinutes(2), new Fixed(0)));
        Assert.Equal(TimeSpan.FromMilliseconds(500), RetrySchedule.Delay(1, TimeSpan.FromMilliseconds(500), Cap, TimeSpan.FromMilliseconds(100), new Fixed(0)));
    }

    private sealed class Fixed(double value) : IChance
    {
        public double NextDouble() => value;

        public void Fill(Span<byte> bytes) => bytes.Clear();
    }
}
