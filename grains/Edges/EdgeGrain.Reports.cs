using System.Collections.Immutable;
using System.Security.Cryptography;
using Vespid.GrainInterfaces.Control;
using Vespid.GrainInterfaces.Edges;
using Vespid.Grains.Alerts;
using Vespid.Storage.Commits;
using Vespid.Storage.Edges;
using Vespid.Storage.Entities;

namespace Vespid.Grains.Edges;

internal sealed partial class EdgeGrain
{
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
        ImmutableArray<CommitRow> more = epoch is null ? [] : [epoch.Row];
        if (HasTakenNewToken(edge, tokenHash, report))
            more = more.Add(new EdgeTokenRotate(NodeId, edge.TokenHash, TimeSpan.Zero));
        await CommitAsync(turn, more);
        if (more.Length > (epoch is null ? 0 : 1))
            _edge = null;
        Sighted();
        metrics.Reported(place switch
        {
            ReportPlace.Duplicate => "duplicate",
            ReportPlace.Late => "late",
            _ => "accepted",
        });
        return new ReportAnswer(
            place == ReportPlace.Duplicate, now, turn.State.WantedIntervalSeconds ?? options.Value.ReportIntervalSeconds, [.. turn.Warnings], CommandsOf(turn.State), BreakerView());
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
        EdgeRules.Rejected(turn);
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

    private BreakerView BreakerView() => breakers.Of(NodeId) is { } breaker
        ? new BreakerView(breaker.State, breaker.OpenedAt, breaker.Notified, breaker.Parked, breaker.Reason)
        : new BreakerView(BreakerState.Closed);

    /// <summary>By the edge's own clock how long ago it sampled, whatever that clock shows.</summary>
    private static DateTimeOffset ObservedAt(EdgeReport report, DateTimeOffset now) =>
        report.SentAt - report.Upstreams?.SampledAt is { } age && age > TimeSpan.Zero && age < MostSampleAge ? now - age : now;

    private ImmutableArray<EdgeCommand> CommandsOf(EdgeState state)
    {
        IEnumerable<EdgeCommand> open = state.Commands.Select(command => TokenOnItsWay.Open(command, NodeId, secrets)).OfType<EdgeCommand>();
        return state.EpochDesired > state.EpochApplied
            ? [new EdgeCommand($"e-{state.EpochDesired}", "refresh_config", state.EpochDesired, null), .. open]
            : [.. open];
    }

    /// <summary>It says so, and says it with the new one: the token before that is of no use to anybody honest.</summary>
    private bool HasTakenNewToken(EdgeRecord edge, byte[] tokenHash, EdgeReport report) =>
        edge.PreviousTokenHash is not null && CryptographicOperations.FixedTimeEquals(edge.TokenHash, tokenHash)
        && Current.Commands.Any(command => command.Type == TokenOnItsWay.CommandType && report.CommandsDone.Contains(command.Id));
}
