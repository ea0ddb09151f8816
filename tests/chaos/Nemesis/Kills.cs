using Vespid.Tests.Chaos.World;

namespace Vespid.Tests.Chaos.Nemesis;

/// <summary>kill -9 of the writer now and then: the standby takes over each time, and a new process stands by.</summary>
internal sealed class Kills(Surroundings world, Random chance)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(150);

    private readonly List<TimeSpan> _takeOvers = [];

    /// <summary>From each kill until the work went on.</summary>
    public IReadOnlyList<TimeSpan> TakeOvers => _takeOvers;

    /// <param name="times">How often.</param>
    /// <param name="length">Within which time.</param>
    /// <param name="goesOn">What is waited for, in words.</param>
    /// <param name="watch">Called right before a kill with its time; what it gives says how long after that the work went on, and null as long as it has not.</param>
    public async Task RunAsync(int times, TimeSpan length, string goesOn, Func<DateTimeOffset, Func<TimeSpan?>> watch)
    {
        var began = TimeProvider.System.GetTimestamp();
        for (var i = 0; i < times; i++)
        {
            var due = length * ((i + 0.2 + (0.6 * chance.NextDouble())) / times);
            if (due - TimeProvider.System.GetElapsedTime(began) is { Ticks: > 0 } wait)
                await Task.Delay(wait, TimeProvider.System);
            var active = await world.Hosts.ActiveAsync();
            var took = watch(TimeProvider.System.GetUtcNow());
            await active.KillAsync();
            world.Journal.Note($"kill -9 of process {active.ProcessNumber}");
            await Wait.UntilAsync(() => Task.FromResult(took() is not null), goesOn, Patience);
            _takeOvers.Add(took()!.Value);
            await world.Hosts.EnsureAllAsync();
        }
    }
}
