using Vespid.Vendors;

namespace Vespid.Tests.Chaos.Nemesis;

/// <summary>What is done to the runtime, in two tracks beside one another: to its processes and its database, and by its vendors.</summary>
/// <param name="Processes">One after the other; as many as there is time for.</param>
/// <param name="Vendors">The same.</param>
internal sealed record Schedule(IReadOnlyList<Step> Processes, IReadOnlyList<Step> Vendors)
{
    /// <summary>Decks enough for an hour.</summary>
    private const int Decks = 60;

    private const int LeastPause = 5;
    private const int LongestPause = 30;

    private static readonly string[] Connections = ["vespid-writer-%", "vespid-lease", "vespid-reader", "vespid-%"];

    /// <summary>The seed alone decides what comes in which order, and each parameter. A kill is always first, however short the run.</summary>
    /// <param name="seed">Printed with each run.</param>
    /// <param name="seconds">Length of the run: a pause of a process takes at most a third of it.</param>
    public static Schedule Of(int seed, int seconds)
    {
        var chance = new Random(seed);
        var longestPause = Math.Clamp(seconds / 3, LeastPause, LongestPause);
        var first = new Step(Seconds(chance, 0.5, 2.5), new KillActive(Seconds(chance, 0.2, 3)));
        return new Schedule(
            [first, .. Steps(chance, 0.5, 2.5, () =>
            [
                new KillActive(Seconds(chance, 0.2, 3)),
                new KillActive(Seconds(chance, 0.2, 3)),
                new KillActive(Seconds(chance, 0.2, 3)),
                new PauseActive(Seconds(chance, LeastPause, longestPause)),
                new RollingRestart(),
                new RestartDatabase("fast"),
                new RestartDatabase("immediate"),
                new CutConnections(Connections[chance.Next(Connections.Length)], chance.Next(3, 12), Seconds(chance, 0.1, 0.6)),
                new TakeConnections(Seconds(chance, 2, 6)),
                new PowerCut(),
            ])],
            Steps(chance, 0.2, 1.5, () =>
            [
                OfVendor(chance, new VendorFault.RateLimited(1), 2, 8),
                OfVendor(chance, new VendorFault.Error(500), 2, 6),
                OfVendor(chance, new VendorFault.Error(503), 2, 6),
                OfVendor(chance, new VendorFault.Hang(), 1, 3),
                OfVendor(chance, new VendorFault.Drop(), 1, 3),
                OfVendor(chance, new VendorFault.AcceptThenDrop(), 1, 4),
                OfVendor(chance, new VendorFault.AcceptThenHang(), 1, 3),
                new VendorFaults("telegram", "getUpdates", new VendorFault.AcceptThenDrop(), chance.Next(1, 3)),
                new VendorFaults("telegram", "getUpdates", new VendorFault.Error(502), chance.Next(1, 3)),
                new RepeatDeliveries(chance.Next(5, 40), chance.Next()),
                new RepeatDeliveries(chance.Next(5, 40), chance.Next()),
                new RepeatDeliveries(chance.Next(5, 40), chance.Next()),
            ]));
    }

    private static IReadOnlyList<Step> Steps(Random chance, double leastPause, double longestPause, Func<Fault[]> deck)
    {
        var steps = new List<Step>();
        for (var i = 0; i < Decks; i++)
        {
            var cards = deck();
            chance.Shuffle(cards);
            steps.AddRange(cards.Select(fault => new Step(Seconds(chance, leastPause, longestPause), fault)));
        }

        return steps;
    }

    private static VendorFaults OfVendor(Random chance, VendorFault how, int least, int most) =>
        new(chance.Next(2) == 0 ? "telegram" : "bridge", "sendMessage", how, chance.Next(least, most + 1));

    private static TimeSpan Seconds(Random chance, double least, double most) => TimeSpan.FromMilliseconds(Math.Round(1000 * (least + (chance.NextDouble() * (most - least)))));
}
