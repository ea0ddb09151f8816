using Vespid.Tests.Simulation.Machine;
using Vespid.Tests.Simulation.Outside;
using Vespid.Tests.Simulation.Running;

namespace Vespid.Tests.Simulation.ChatOps;

/// <summary>How badly a platform answers now.</summary>
internal sealed class PlatformTroubles(string platform, Dice dice, Tally tally)
{
    // A request that is refused for what it says would be refused for good: no fault of the weather.
    private static readonly SendTrouble[] All =
    [
        SendTrouble.NoConnection, SendTrouble.TooMany, SendTrouble.Unavailable, SendTrouble.Broken, SendTrouble.Hang, SendTrouble.TakenAndSilent, SendTrouble.TakenAndDropped,
        SendTrouble.Late,
    ];

    /// <summary>Requests that something goes wrong with, in a thousand.</summary>
    public int PerMille { get; set; }

    /// <summary>Whether what was done is answered in words that nobody understands.</summary>
    public bool Garbles(string call)
    {
        if (!dice.PerMille(PerMille / 8))
            return false;
        tally.Fault($"{platform} {call} garbled");
        return true;
    }

    /// <param name="call">For the figures.</param>
    /// <param name="mayBeLate">
    /// Whether it may arrive after its sender has given up. An edit may not: one that overtakes a later one changes the text back, and no platform has a version to prevent it by.
    /// </param>
    public SendTrouble Next(string call, bool mayBeLate)
    {
        if (!dice.PerMille(PerMille))
            return SendTrouble.None;
        var trouble = dice.Of<SendTrouble>(mayBeLate ? All : All[..^1]);
        tally.Fault($"{platform} {call} {trouble}");
        return trouble;
    }
}
