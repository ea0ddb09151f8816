using Vespid.Gateway.Health;
using Vespid.Silo.Clustering;
using Vespid.Tests.Unit.Gateway;

namespace Vespid.Tests.Unit.Health;

public sealed class ClusterProbeTests
{
    private readonly SteppingTime _clock = new();
    private int? _writing = 2;
    private int _members = 2;

    [Theory]
    [InlineData(null, 1)]
    [InlineData(0, 1)]
    [InlineData(1, 2)]
    [InlineData(3, 3)]
    public async Task Silos_that_are_all_of_one_cluster_are_well(int? writing, int members)
    {
        var probe = Probe();
        (_writing, _members) = (writing, members);
        await StateAsync(probe);
        _clock.Move(TimeSpan.FromHours(1));
        Assert.Equal(HealthState.Ready, await StateAsync(probe));
    }

    [Fact]
    public async Task More_that_write_than_the_cluster_has_are_told_when_it_lasts()
    {
        var probe = Probe();
        _writing = 3;
        Assert.Equal(HealthState.Ready, await StateAsync(probe));
        _clock.Move(TimeSpan.FromSeconds(29));
        Assert.Equal(HealthState.Ready, await StateAsync(probe));
        _clock.Move(TimeSpan.FromSeconds(1));

        var result = await probe.CheckAsync(default);
        Assert.Equal(HealthState.Degraded, result.State);
        Assert.StartsWith("3 silos may write and 2 of them are of this cluster", result.Detail, StringComparison.Ordinal);
        _members = 3;
        Assert.Equal(HealthState.Ready, await StateAsync(probe));
    }

    [Fact]
    public async Task The_time_is_counted_anew_after_they_agreed()
    {
        var probe = Probe();
        _writing = 3;
        await StateAsync(probe);
        _clock.Move(TimeSpan.FromSeconds(20));
        _writing = 2;
        await StateAsync(probe);
        _writing = 3;
        await StateAsync(probe);
        _clock.Move(TimeSpan.FromSeconds(20));
        Assert.Equal(HealthState.Ready, await StateAsync(probe));
    }

    private static async Task<HealthState> StateAsync(ClusterProbe probe) => (await probe.CheckAsync(default)).State;

    private ClusterProbe Probe() => new(() => _writing, () => _members, _clock);
}
