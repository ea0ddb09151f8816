using System.Text.Json.Nodes;
using Vespid.GrainInterfaces.Edges;

namespace Vespid.Grains.Edges;

/// <summary>What follows from a report, a heartbeat, or their absence.</summary>
internal static class EdgeRules
{
    private static readonly TimeSpan MostSkew = TimeSpan.FromSeconds(300);
    private static readonly TimeSpan ConfigPatience = TimeSpan.FromHours(26);
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);
    private static readonly TimeSpan RejectedPause = TimeSpan.FromHours(1);
    private const int MostProbes = 32;

    /// <summary>Takes a report.</summary>
    /// <param name="turn">The decision.</param>
    /// <param name="report">Report.</param>
    /// <param name="silence">Since the edge was last heard of.</param>
    public static ReportPlace Report(EdgeTurn turn, EdgeReport report, TimeSpan silence)
    {
        var naivePort = turn.State.NaivePort;
        var place = ReportOrder.Place(turn, report.BootId, report.Seq, report.SentAt);
        if (place == ReportPlace.Late)
            turn.Note("late_report", report.BootId, null, null, Summary(report));
        if (place != ReportPlace.Next)
            return place;

        turn.State = turn.State with
        {
            LastReportAt = turn.Now,
            LastSentAt = report.SentAt ?? turn.State.LastSentAt,
            PlannedUntil = report.Reason == "stop" ? turn.Now + LivenessRules.PlannedStop : null,
        };
        turn.MustWrite |= turn.State.PlannedUntil is null != turn.Before.PlannedUntil is null;
        LivenessRules.ApplySign(turn, silence);
        ReportOrder.Settle(turn);
        Versions(turn, report);
        Skew(turn, report);
        var rendered = Epochs(turn, report);
        if (report.Channels is { } file)
        {
            var (statuses, warnings) = ChannelStatusText.Parse(file);
            turn.Warnings.AddRange(warnings);
            if (statuses is not null)
                ChannelRules.ApplyStatuses(turn, statuses, rendered);
        }

        if (report.Upstreams is { } scrape)
            Scrape(turn, scrape, naivePort);
        foreach (var probe in report.Probes.Take(MostProbes))
            ChannelRules.ApplyProbe(turn, probe);
        Commands(turn, report);
        return place;
    }

    /// <summary>Takes a sign of life that says nothing else.</summary>
    public static void Heartbeat(EdgeTurn turn, TimeSpan silence)
    {
        LivenessRules.ApplySign(turn, silence);
        turn.State = turn.State with { PlannedUntil = null };
    }

    /// <summary>Somebody named this edge with a bearer that is not its own. Told once an hour: who guesses must not be able to make noise.</summary>
    public static void Rejected(EdgeTurn turn)
    {
        if (turn.State.RejectedNotedAt is { } noted && turn.Now - noted < RejectedPause)
            return;
        turn.State = turn.State with { RejectedNotedAt = turn.Now };
        turn.Tell(new AlertText(
            "security", EdgeAlerts.CredentialRejected, Severities.Warn, turn.KeyOf("credential", "bearer"), "bearer",
            $"[{turn.Edge.Label}] CREDENTIAL a wrong bearer was used for this edge"));
    }

    /// <summary>What lists show.</summary>
    public static (string Verdict, int Expected, int Healthy) Judge(EdgeState state, IReadOnlyList<string> wanted)
    {
        var naivePort = state.NaivePort;
        var expected = state.Upstreams.Where(pair => UpstreamRules.IsExpected(state, wanted, pair.Key, naivePort)).ToList();
        var healthy = expected.Count(pair => pair.Value.State == UpstreamRules.Healthy);
        var verdict = ChannelStatuses.Verdict(state.Channels.Values.Select(channel => channel.Status));
        if (state.Incidents.Values.Any(incident => incident.Alert == EdgeAlerts.AllUpstreamsDown))
            verdict = "all_down";
        else if (verdict is "healthy" or "unknown" && expected.Exists(pair => pair.Value.State is UpstreamRules.Unhealthy or UpstreamRules.Absent))
            verdict = "degraded";
        else if (verdict == "unknown" && expected.Count > 0 && healthy == expected.Count)
            verdict = "healthy";
        return (verdict, expected.Count, healthy);
    }

    private static void Scrape(EdgeTurn turn, MetricsSample scrape, string naivePort)
    {
        if (!scrape.Ok)
        {
            UpstreamRules.ApplyFailure(turn, scrape.HttpStatus);
            return;
        }

        var sample = MetricsText.Parse(scrape.Text);
        turn.Warnings.AddRange(sample.Warnings);
        if (sample.Readable)
        {
            UpstreamRules.Apply(turn, sample, naivePort);
            return;
        }

        turn.Warnings.Add("metrics: this is no Prometheus text");
        UpstreamRules.ApplyFailure(turn, scrape.HttpStatus);
    }

    private static void Versions(EdgeTurn turn, EdgeReport report)
    {
        var interval = Math.Clamp(report.IntervalSeconds ?? turn.State.IntervalSeconds, 5, 3600);
        var next = turn.State with
        {
            IntervalSeconds = interval,
            InstallerVersion = report.InstallerVersion ?? turn.State.InstallerVersion,
            AgentVersion = report.AgentVersion ?? turn.State.AgentVersion,
            KeysVersion = report.KeysVersion ?? turn.State.KeysVersion,
            ChannelsVersion = report.ChannelsVersion ?? turn.State.ChannelsVersion,
        };
        turn.MustWrite |= next.IntervalSeconds != turn.State.IntervalSeconds || next.AgentVersion != turn.State.AgentVersion || next.InstallerVersion != turn.State.InstallerVersion
            || next.KeysVersion != turn.State.KeysVersion || next.ChannelsVersion != turn.State.ChannelsVersion;
        turn.State = next;
    }

    private static void Skew(EdgeTurn turn, EdgeReport report)
    {
        if (report.SentAt is not { } sentAt || (sentAt - turn.Now).Duration() <= MostSkew)
            return;
        turn.Warnings.Add($"clock: the edge's clock is off by {(sentAt - turn.Now).TotalSeconds:F0} s");
        if (turn.State.SkewNotedAt is { } noted && turn.Now - noted < Day)
            return;
        turn.State = turn.State with { SkewNotedAt = turn.Now };
        turn.Note("clock_skew", null, null, null, new JsonObject { ["seconds"] = Math.Round((sentAt - turn.Now).TotalSeconds) });
    }

    /// <returns>Whether an epoch was applied since the report before.</returns>
    private static bool Epochs(EdgeTurn turn, EdgeReport report)
    {
        var rendered = report.EpochApplied is { } applied && applied > turn.State.EpochApplied && applied <= turn.State.EpochIssued;
        if (rendered)
        {
            turn.Note("config_applied", null, turn.State.EpochApplied.ToString(System.Globalization.CultureInfo.InvariantCulture), report.EpochApplied!.Value.ToString(System.Globalization.CultureInfo.InvariantCulture));
            turn.State = turn.State with { EpochApplied = report.EpochApplied.Value, EpochAppliedAt = turn.Now, EpochError = null };
        }

        var key = turn.KeyOf("config", "epoch");
        if (turn.State.EpochApplied >= turn.State.EpochIssued)
        {
            turn.Close(new AlertText("config", EdgeAlerts.ConfigStale, Severities.Info, key, "epoch", $"[{turn.Edge.Label}] CONFIG epoch {turn.State.EpochApplied} is applied"));
        }
        else if (turn.State.EpochIssuedAt is { } issuedAt && turn.Now - issuedAt > ConfigPatience && !turn.IsOpen(key))
        {
            turn.Open(new AlertText(
                "config", EdgeAlerts.ConfigStale, Severities.Warn, key, "epoch", $"[{turn.Edge.Label}] CONFIG epoch {turn.State.EpochIssued} is not applied after 26 h"));
        }

        return rendered;
    }

    private static void Commands(EdgeTurn turn, EdgeReport report)
    {
        var left = turn.State.Commands.RemoveAll(command => report.CommandsDone.Contains(command.Id));
        if (left.Length == turn.State.Commands.Length)
            return;
        turn.State = turn.State with { Commands = left };
        turn.MustWrite = true;
    }

    private static JsonObject Summary(EdgeReport report) => new()
    {
        ["seq"] = report.Seq,
        ["sentAt"] = report.SentAt?.ToString("O"),
        ["upstreams"] = report.Upstreams is { Ok: true } scrape
            ? new JsonObject(MetricsText.Parse(scrape.Text).Upstreams.Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)pair.Value)))
            : null,
    };
}
