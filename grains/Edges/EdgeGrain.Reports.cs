using System.Collections.Immutable;
using Vespid.GrainInterfaces.Control;
using Vespid.GrainInterfaces.Edges;

namespace Vespid.Grains.Edges;

internal sealed partial class EdgeGrain
{
    private static readonly TimeSpan RejectedPause = TimeSpan.FromHours(1);
    private static readonly TimeSpan MostSampleAge = TimeSpan.FromMinutes(15);

    public async Task<Outcome<ReportAnswer>> Report(byte[] tokenHash, EdgeReport report)
    {
        var admitted = await AdmitAsync(tokenHash);
        if (admitted.Value is not { } edge)
            return admitted.Refusal!;
        if (report.Schema > EdgeReport.LatestSchema)
            return EdgeRefusals.SchemaUnsupported;
        if (report.BootId.Length is 0 or > 128 || report.Seq < 0)
            return EdgeRefusals.Invalid(report.Seq < 0 ? "seq" : "boot_id", "Must be there and within its bounds.");
        if (!_budget.TryTake())
        {
            metrics.Reported("throttled");
            return EdgeRefusals.TooMany;
        }

        var epoch = await NextEpochAsync(edge);
        var now = clock.GetUtcNow();
        var turn = new EdgeTurn(edge, Current, now, options.Value, ids, report.Seq) { ObservedAt = ObservedAt(report, now) };
        if (epoch is not null)
            epoch.Apply(turn);
        var place = EdgeRules.Report(turn, report, Silence);
        await CommitAsync(turn, epoch is null ? [] : [epoch.Row]);
        Sighted();
        metrics.Reported(place switch
        {
            ReportPlace.Duplicate => "duplicate",
            ReportPlace.Late => "late",
            _ => "accepted",
        });
        return new ReportAnswer(place == ReportPlace.Duplicate, now, options.Value.ReportIntervalSeconds, [.. turn.Warnings], CommandsOf(turn.State));
    }

    public async Task<Outcome<ImmutableArray<string>>> ChannelHealth(byte[] tokenHash, ChannelProbe probe, string? installerVersion)
    {
        var admitted = await AdmitAsync(tokenHash);
        if (admitted.Value is not { } edge)
            return admitted.Refusal!;
        if (probe.Channel.Length is 0 or > 64)
            return EdgeRefusals.Invalid("channel_name", "Must have 1 to 64 characters.");
        var turn = Turn(edge);
        LivenessRules.ApplySign(turn, Silence);
        if (installerVersion is not null && installerVersion != turn.State.InstallerVersion)
        {
            turn.State = turn.State with { InstallerVersion = installerVersion };
            turn.MustWrite = true;
        }

        ChannelRules.ApplyProbe(turn, probe);
        await CommitAsync(turn);
        Sighted();
        return turn.Warnings.ToImmutableArray();
    }

    public async Task<Refusal?> PeerHealth(string crossProbeToken, PeerProbe probe)
    {
        if (CrossProbeToken.Read(crossProbeToken, clock.GetUtcNow(), options.Value.CrossProbeKey.Span) is not { } prober)
            return EdgeRefusals.InvalidToken;
        if (prober != probe.ProberNodeId)
            return Refusal.Forbidden("node_mismatch", "The token is of another edge.");
        if (probe.Channel is not ("coturn-tls" or "coturn-udp") || prober == NodeId)
            return EdgeRefusals.Invalid("channel_name", "Must be coturn-tls or coturn-udp, of another edge.");
        if (await EdgeAsync() is not { IsRetired: false } edge)
            return EdgeRefusals.NodeUnknown;
        var turn = Turn(edge);
        ChannelRules.ApplyPeer(turn, probe);
        await CommitAsync(turn);
        return null;
    }

    public async Task<Refusal?> Heartbeat(byte[] tokenHash)
    {
        var admitted = await AdmitAsync(tokenHash);
        if (admitted.Value is not { } edge)
            return admitted.Refusal;
        var turn = Turn(edge);
        EdgeRules.Heartbeat(turn, Silence);
        await CommitAsync(turn);
        Sighted();
        return null;
    }

    public async Task NoteRejected()
    {
        if (await EdgeAsync() is not { IsRetired: false } edge)
            return;
        var turn = Turn(edge);
        if (turn.State.RejectedNotedAt is { } noted && turn.Now - noted < RejectedPause)
            return;
        turn.State = turn.State with { RejectedNotedAt = turn.Now };
        turn.Tell(new AlertText(
            "security", EdgeAlerts.CredentialRejected, Severities.Warn, turn.KeyOf("credential", "bearer"), "bearer",
            $"[{edge.Label}] CREDENTIAL a wrong bearer was used for this edge"));
        await CommitAsync(turn);
    }

    public async Task Check()
    {
        if (await EdgeAsync() is not { IsRetired: false } edge)
            return;
        var turn = Turn(edge);
        LivenessRules.ApplySilence(turn, Silence);
        await CommitAsync(turn);
    }

    /// <summary>By the edge's own clock how long ago it sampled, whatever that clock shows.</summary>
    private static DateTimeOffset ObservedAt(EdgeReport report, DateTimeOffset now) =>
        report.SentAt - report.Upstreams?.SampledAt is { } age && age > TimeSpan.Zero && age < MostSampleAge ? now - age : now;

    private static ImmutableArray<EdgeCommand> CommandsOf(EdgeState state) => state.EpochDesired > state.EpochApplied
        ? [new EdgeCommand($"e-{state.EpochDesired}", "refresh_config", state.EpochDesired, null), .. state.Commands]
        : state.Commands;
}
