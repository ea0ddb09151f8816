using Vespid.Tests.Chaos.Load;
using Vespid.Tests.Chaos.World;

namespace Vespid.Tests.Chaos.Nemesis;

/// <summary>What faults are played on, and what they measure.</summary>
internal sealed class Stage(Surroundings world, OpenLoad load)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public Surroundings World => world;

    public OpenLoad Load => load;

    public HostGroup Hosts => world.Hosts;

    public List<TakeOver> TakeOvers { get; } = [];

    /// <summary>Waits for the first message that is taken from a request that began after this moment.</summary>
    public async Task<TimeSpan> FirstSuccessAsync(DateTimeOffset since)
    {
        Acknowledgement? first = null;
        await Wait.UntilAsync(() => Task.FromResult((first = load.Log.FirstSentAfter(since)) is not null), "a message is acknowledged again", Patience);
        return first!.At - since;
    }

    public async Task MeasureTakeOverAsync(string cause, DateTimeOffset since)
    {
        var took = await FirstSuccessAsync(since);
        TakeOvers.Add(new TakeOver(cause, took));
        world.Journal.Note($"first success {took.TotalSeconds:F2} s after {cause}");
    }
}
