using System.Text.Json.Nodes;

namespace Vespid.Grains.Edges;

/// <summary>Which report moves the state: each boot counts upwards, and only the newest one speaks.</summary>
internal static class ReportOrder
{
    private const int MostBoots = 4;
    private static readonly TimeSpan Alternation = TimeSpan.FromMinutes(10);

    public static ReportPlace Place(EdgeTurn turn, string bootId, long seq, DateTimeOffset? sentAt)
    {
        var state = turn.State;
        if (bootId == state.BootId)
            return PlaceInBoot(turn, seq);

        var earlier = state.EarlierBoots.FirstOrDefault(boot => boot.BootId == bootId);
        // From before the boot that speaks now: kept by the agent while it could not reach us.
        if (earlier is not null && (seq <= earlier.Seq || sentAt is not null && sentAt <= state.LastSentAt))
            return ReportPlace.Late;

        var boots = state.EarlierBoots.RemoveAll(boot => boot.BootId == bootId);
        if (state.BootId is { } last)
            boots = boots.RemoveAll(boot => boot.BootId == last).Add(new EdgeBoot(last, state.Seq, state.LastReportAt ?? turn.Now));
        if (boots.Length > MostBoots)
            boots = boots.RemoveRange(0, boots.Length - MostBoots);
        var alternates = earlier is not null && turn.Now - earlier.LastAt <= Alternation;
        turn.State = state with { BootId = bootId, Seq = seq, SeenMask = 1, EarlierBoots = boots, AlternatedAt = alternates ? turn.Now : state.AlternatedAt };
        turn.Note("boot", bootId, state.BootId, bootId, new JsonObject { ["seq"] = seq });
        var key = turn.KeyOf("identity", "boot");
        if (alternates && !turn.IsOpen(key))
        {
            turn.Open(new AlertText(
                "identity", EdgeAlerts.IdentityMismatch, Severities.Warn, key, "boot", $"[{turn.Edge.Label}] IDENTITY two hosts report with one identity"));
        }

        return ReportPlace.Next;
    }

    /// <summary>Two hosts no longer take turns.</summary>
    public static void Settle(EdgeTurn turn)
    {
        if (turn.State.AlternatedAt is { } at && turn.Now - at > Alternation)
        {
            turn.State = turn.State with { AlternatedAt = null };
            turn.Close(new AlertText(
                "identity", EdgeAlerts.IdentityMismatch, Severities.Info, turn.KeyOf("identity", "boot"), "boot", $"[{turn.Edge.Label}] IDENTITY one host reports again"));
        }
    }

    private static ReportPlace PlaceInBoot(EdgeTurn turn, long seq)
    {
        var state = turn.State;
        if (seq > state.Seq)
        {
            var shift = seq - state.Seq;
            turn.State = state with { Seq = seq, SeenMask = (shift >= 64 ? 0 : state.SeenMask << (int)shift) | 1 };
            return ReportPlace.Next;
        }

        var back = state.Seq - seq;
        if (back < 64 && (state.SeenMask >> (int)back & 1) == 1)
            return ReportPlace.Duplicate;
        if (back < 64)
            turn.State = state with { SeenMask = state.SeenMask | 1UL << (int)back };
        return ReportPlace.Late;
    }
}
