using System.Security.Cryptography;
using System.Text;

namespace Vespid.Grains.Edges;

/// <summary>A change of the catalog goes to one edge, then to a tenth, then to all; a failure stops it.</summary>
internal static class RollOutRules
{
    private static readonly TimeSpan TenthLasts = TimeSpan.FromMinutes(30);

    public static FleetState Begin(FleetState state, long version, DateTimeOffset now) =>
        version == 1
            ? new FleetState { Version = version, Stage = FleetState.All, StageSince = now }
            : new FleetState { Version = version, Stage = FleetState.First, StageSince = now };

    /// <summary>Whether an edge gets it now, and what becomes of the roll-out by its asking.</summary>
    public static (bool Gets, FleetState State) Ask(FleetState state, string nodeId, DateTimeOffset now)
    {
        if (state.Stage == FleetState.Tenth && !state.Halted && state.StageSince is { } since && now - since >= TenthLasts)
            state = state with { Stage = FleetState.All, StageSince = now };
        if (state.Stage == FleetState.All)
            return (!state.Halted, state);
        if (state.Halted)
            return (false, state);
        if (state.FirstNode is null)
            state = state with { FirstNode = nodeId };
        return (nodeId == state.FirstNode || (state.Stage == FleetState.Tenth && IsTenth(nodeId)), state);
    }

    public static FleetState Note(FleetState state, string nodeId, long version, bool succeeded, DateTimeOffset now)
    {
        if (version != state.Version)
            return state;
        if (!succeeded)
            return state with { Halted = true, Reason = $"it failed on {nodeId}" };
        return state.Stage == FleetState.First && !state.Halted && nodeId == state.FirstNode ? state with { Stage = FleetState.Tenth, StageSince = now } : state;
    }

    /// <returns>Null for a word that is none.</returns>
    public static FleetState? Act(FleetState state, string action, DateTimeOffset now) => action switch
    {
        "halt" => state with { Halted = true, Reason = "an operator halted it" },
        "resume" => state with { Halted = false, Reason = null },
        "advance" => state with { Stage = state.Stage == FleetState.First ? FleetState.Tenth : FleetState.All, StageSince = now, Halted = false, Reason = null },
        _ => null,
    };

    private static bool IsTenth(string nodeId) => SHA256.HashData(Encoding.UTF8.GetBytes(nodeId))[0] % 10 == 0;
}
