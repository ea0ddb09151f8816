using Vespid.Tests.Chaos.Checking;

namespace Vespid.Tests.Chaos.Edges;

/// <summary>What is promised when everything falls.</summary>
internal static class CascadeRules
{
    public const string Alert = "FLEET_CASCADE";
    public const string Rising = "the edges come back";
    private const int MostBefore = 3;

    public static IEnumerable<Violation> Check(EdgeEvidence evidence)
    {
        var messages = evidence.Messages.ToList();
        var verdict = messages.FindIndex(static message => message.Alert == Alert && message.Text.StartsWith("CRITICAL", StringComparison.Ordinal));
        if (verdict is < 0 or > MostBefore)
            yield return new Violation(Violation.Storm, $"{verdict} messages left before the verdict");
        var summaries = messages.Count(static message => message.Alert == Alert && message.Text.StartsWith("CRITICAL", StringComparison.Ordinal));
        if (summaries != 1)
            yield return new Violation(Violation.Storm, $"{summaries} summaries");
        var rest = messages.Skip(verdict + 1).Where(static message => !message.Text.StartsWith("RESUMED: FLEET_CASCADE", StringComparison.Ordinal)).ToList();
        if (rest.Count > Math.Max(0, verdict))
            yield return new Violation(Violation.Storm, $"{rest.Count} further messages: {string.Join(" | ", rest.Select(static message => message.Text.Split('\n')[0]))}");
        if (messages.Count - verdict - 1 == rest.Count)
            yield return new Violation(Violation.AlertMissing, "no digest after the cascade");
        var fallen = evidence.Events.Where(static one => one is { Alert: "ALL_UPSTREAMS_DOWN", Firing: true }).Select(static one => one.Node).ToList();
        if (fallen.Count != fallen.Distinct().Count() || fallen.Count != evidence.Reports.Select(static line => line.Split(' ')[0]).Distinct().Count())
            yield return new Violation(Violation.TransitionLost, $"{fallen.Count} falls are in the history");
    }
}
