using Vespid.Tests.Chaos.Nemesis;

namespace Vespid.Tests.Chaos.Tests;

public sealed class ScheduleTests
{
    [Fact]
    public void A_seed_gives_the_same_faults_again_and_another_seed_others()
    {
        var (first, again, other) = (Schedule.Of(1, 60), Schedule.Of(1, 60), Schedule.Of(2, 60));

        Assert.Equal(first.Processes, again.Processes);
        Assert.Equal(first.Vendors, again.Vendors);
        Assert.NotEqual(first.Processes.Take(9), other.Processes.Take(9));
    }

    [Fact]
    public void Each_deck_has_every_kind_of_fault()
    {
        var schedule = Schedule.Of(3, 60);

        Assert.IsType<KillActive>(schedule.Processes[0].Fault);
        Assert.Equal(
            [nameof(CutConnections), nameof(KillActive), nameof(PauseActive), nameof(PowerCut), nameof(RestartDatabase), nameof(RollingRestart), nameof(TakeConnections)],
            schedule.Processes.Skip(1).Take(10).Select(step => step.Fault.GetType().Name).Distinct().Order(StringComparer.Ordinal));
        Assert.All(schedule.Processes.Select(step => step.Fault).OfType<PauseActive>(), pause => Assert.InRange(pause.For.TotalSeconds, 5, 20));
    }
}
