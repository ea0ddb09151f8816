using System.Reflection;
using Vespid.Grains.Alerts;
using Vespid.Grains.Edges;
using Vespid.Storage.Rows;
using Vespid.Tests.Unit.Edges;
using static Vespid.Tests.Unit.Edges.EdgeBench;

namespace Vespid.Tests.Unit.Alerts;

/// <summary>Each row of the alert taxonomy: its word, its severity, its exact first line, what ends it and what a person is told to do.</summary>
public sealed class TaxonomyTests
{
    private const string CheckContainer = "Check the container's logs and that the backend can be reached.";

    private readonly EdgeBench _edge = new();

    public TaxonomyTests()
    {
        _edge.Statuses(AllActive);
        _edge.Report((Xray, 1), (Awg, 1), (Hysteria2, 1), (Naive, 0));
    }

    [Fact]
    public void Row_UPSTREAM_DOWN() => Row(
        EdgeAlerts.UpstreamDown, "warn", "[edge-c] TRANSITION upstream=xray-client:3080 healthy -> unhealthy", CheckContainer,
        () => _edge.Report((Xray, 0), (Awg, 1), (Hysteria2, 1), (Naive, 0)),
        EdgeAlerts.UpstreamUp, "[edge-c] TRANSITION upstream=xray-client:3080 unhealthy -> healthy",
        () => _edge.Report((Xray, 1), (Awg, 1), (Hysteria2, 1), (Naive, 0)));

    [Fact]
    public void Row_UPSTREAM_UP()
    {
        _edge.Report((Xray, 0), (Awg, 1), (Hysteria2, 1), (Naive, 0));
        var told = Single(_edge.Report((Xray, 1), (Awg, 1), (Hysteria2, 1), (Naive, 0)), EdgeAlerts.UpstreamUp);
        Assert.Equal(("info", false, "[edge-c] TRANSITION upstream=xray-client:3080 unhealthy -> healthy", null), (told.Severity, told.Firing, told.Text, AlertTexts.Action(EdgeAlerts.UpstreamUp)));
    }

    [Fact]
    public void Row_ALL_UPSTREAMS_DOWN() => Row(
        EdgeAlerts.AllUpstreamsDown, "critical", "CRITICAL: all upstreams unhealthy on edge-c", "On call: log in to the edge, check docker ps, the network and the backend.",
        () => _edge.Report((Xray, 0), (Awg, 0), (Hysteria2, 0), (Naive, 0)),
        EdgeAlerts.AllUpstreamsDown, "[edge-c] RECOVERED: healthy: 10.9.0.2:8907; still unhealthy: host.docker.internal:18443, xray-client:3080",
        () => _edge.Report((Xray, 0), (Awg, 1), (Hysteria2, 0), (Naive, 0)));

    [Fact]
    public void Row_EDGE_STALE() => Row(
        EdgeAlerts.EdgeStale, "warn", "[edge-c] no report for 180s", "Check that the host is up and that its agent reaches this server.",
        () => _edge.Silence(181), EdgeAlerts.EdgeStale, "[edge-c] reporting again after 181s", () => _edge.Statuses(AllActive));

    [Fact]
    public void Row_EDGE_SILENT() => Row(
        EdgeAlerts.EdgeSilent, "critical", "[edge-c] no report for 600s", "Check that the host is up and that its agent reaches this server.",
        () => _edge.Silence(601), EdgeAlerts.EdgeSilent, "[edge-c] reporting again after 601s", () => _edge.Statuses(AllActive));

    [Fact]
    public void Row_CHANNEL_FAILED() => Row(
        EdgeAlerts.ChannelFailed, "warn", "[edge-c] CHANNEL xray=failed_at_render", "Check the rendered files and the container's logs; refresh the configuration.",
        () => _edge.Statuses("xray=failed_at_render\n"), EdgeAlerts.ChannelFailed, "[edge-c] CHANNEL xray=failed_at_render -> active", () => _edge.Statuses("xray=active\n"));

    [Fact]
    public void Row_HANDSHAKE_FAILED()
    {
        Row(
            EdgeAlerts.HandshakeFailed, "warn", "[edge-c] PROBE ch1 failing (502)", null,
            () => Times(3, () => _edge.Probe(false, "502")), EdgeAlerts.HandshakeFailed, "[edge-c] PROBE ch1 working again", () => Times(2, () => _edge.Probe(true)));
    }

    [Fact]
    public void Row_METRICS_UNAVAILABLE() => Row(
        EdgeAlerts.MetricsUnavailable, "warn", "[edge-c] Caddy metrics unreachable", "Check that the Caddyfile has the metrics directive; refresh the configuration.",
        () => Times(3, () => _edge.FailedScrape(status: null)),
        EdgeAlerts.MetricsUnavailable, "[edge-c] Caddy metrics reachable again", () => _edge.Report((Xray, 1), (Awg, 1), (Hysteria2, 1), (Naive, 0)));

    [Fact]
    public void Row_UPSTREAM_VANISHED() => Row(
        EdgeAlerts.UpstreamVanished, "warn", "[edge-c] upstream=xray-client:3080 vanished from the metrics, it was healthy", CheckContainer,
        () => Times(3, () => _edge.Report((Awg, 1), (Hysteria2, 1), (Naive, 0))),
        EdgeAlerts.UpstreamVanished, "[edge-c] upstream=xray-client:3080 is reported again", () => _edge.Report((Xray, 1), (Awg, 1), (Hysteria2, 1), (Naive, 0)));

    [Fact]
    public void Row_NEVER_UP() => Row(
        EdgeAlerts.NeverUp, "warn", "[edge-c] upstream=127.0.0.1:1080 is unhealthy for 10 min and was never healthy", CheckContainer,
        () =>
        {
            _edge.Statuses("xray=active\nhysteria2=active\nnaive=active\nawg=active\n");
            _edge.Move(600);
            return _edge.Report((Xray, 1), (Awg, 1), (Hysteria2, 1), (Naive, 0));
        },
        EdgeAlerts.UpstreamUp, "[edge-c] TRANSITION upstream=127.0.0.1:1080 unhealthy -> healthy", () => _edge.Report((Xray, 1), (Awg, 1), (Hysteria2, 1), (Naive, 1)));

    [Fact]
    public void Row_FLAPPING()
    {
        Row(
            EdgeAlerts.Flapping, "warn", "[edge-c] FLAPPING upstream=xray-client:3080, 6 changes in 30 min, now healthy", null,
            () =>
            {
                var told = new List<EdgeEventRow>();
                for (var i = 0; i < 6; i++)
                    told.AddRange(_edge.Report((Xray, i % 2), (Awg, 1), (Hysteria2, 1), (Naive, 0)));
                return told;
            },
            EdgeAlerts.Flapping, "[edge-c] FLAPPING ended upstream=xray-client:3080, 6 changes in 30 min, now healthy",
            () =>
            {
                _edge.Move(15 * 60);
                return _edge.Report((Xray, 1), (Awg, 1), (Hysteria2, 1), (Naive, 0));
            });
    }

    [Fact]
    public void Row_CONFIG_STALE()
    {
        _edge.State = _edge.State with { EpochIssued = 2, EpochIssuedAt = _edge.Now };
        Row(
            EdgeAlerts.ConfigStale, "warn", "[edge-c] CONFIG epoch 2 is not applied after 26 h", null,
            () =>
            {
                _edge.Move((26 * 3600) + 1);
                return _edge.Statuses(AllActive);
            },
            EdgeAlerts.ConfigStale, "[edge-c] CONFIG epoch 2 is applied", () => _edge.Report(report => report with { EpochApplied = 2 }));
    }

    [Fact]
    public void Row_CREDENTIAL_REJECTED()
    {
        var told = Single(Rejected(), EdgeAlerts.CredentialRejected);
        Assert.Equal(("warn", "[edge-c] CREDENTIAL a wrong bearer was used for this edge"), (told.Severity, told.Text));
        _edge.Move(3599);
        Assert.Empty(Rejected());
        _edge.Move(1);
        Assert.Single(Rejected());

        IReadOnlyList<EdgeEventRow> Rejected() => _edge.Turn(EdgeRules.Rejected, heard: false);
    }

    [Fact]
    public void Row_IDENTITY_MISMATCH() => Row(
        EdgeAlerts.IdentityMismatch, "warn", "[edge-c] IDENTITY two hosts report with one identity", "Two hosts use one service token: stop one, or rotate the token.",
        () =>
        {
            var told = new List<EdgeEventRow>();
            foreach (var boot in new[] { "boot-a", "boot-b", "boot-a" })
            {
                _edge.BootId = boot;
                _edge.Move(30);
                told.AddRange(_edge.Statuses(AllActive));
            }

            return told;
        },
        EdgeAlerts.IdentityMismatch, "[edge-c] IDENTITY one host reports again",
        () =>
        {
            _edge.Move(601);
            return _edge.Statuses(AllActive);
        });

    [Fact]
    public void Row_PEER_UNREACHABLE()
    {
        Row(
            EdgeAlerts.PeerUnreachable, "warn", "[edge-c] PEER coturn-tls unreachable, 2 edges agree", null,
            () => Times(2, () => [.. Peer("n2", false), .. Peer("n3", false)]),
            EdgeAlerts.PeerUnreachable, "[edge-c] PEER coturn-tls reachable again", () => [.. Peer("n2", true), .. Peer("n3", true)]);

        IReadOnlyList<EdgeEventRow> Peer(string prober, bool ok) =>
            [.. _edge.Turn(turn => ChannelRules.ApplyPeer(turn, new GrainInterfaces.Edges.PeerProbe(prober, "coturn-tls", ok)), heard: false)];
    }

    [Fact]
    public void Row_PARKED_and_row_RESUMED()
    {
        var receiver = new ReceiverBench();
        for (var i = 0; i < 6; i++)
        {
            receiver.Down(upstream: $"u{i}:3080");
            receiver.Until((i + 1) * 20);
        }

        var parked = receiver.Sent[^1].Entry.Message;
        Assert.Equal((EdgeAlerts.Parked, "warn", "firing"), (parked.Alert, parked.Severity, parked.Status));
        Assert.StartsWith("[n1] PARKED: 5 messages within 30 min. Unpark: vespid edges unpark n1", parked.Message, StringComparison.Ordinal);
        receiver.Until(1200);
        var resumed = receiver.Sent[^1].Entry.Message;
        Assert.Equal((EdgeAlerts.Resumed, "info", "resolved"), (resumed.Alert, resumed.Severity, resumed.Status));
        Assert.Matches(@"^\[n1\] RESUMED after 1[0-9] min, 1 changes were parked", resumed.Message);
    }

    [Fact]
    public void Row_FLEET_CASCADE()
    {
        var receiver = new ReceiverBench();
        receiver.Fleet["eu"] = 9;
        for (var i = 0; i < 9; i++)
            receiver.Silent($"n{i}");
        receiver.Until(30);
        var told = receiver.Sent.Single(sent => sent.Entry.Message.Alert == EdgeAlerts.FleetCascade).Entry.Message;
        Assert.Equal(("critical", "firing"), (told.Severity, told.Status));
        Assert.StartsWith("CRITICAL: FLEET_CASCADE 9 of 9 edges are down in eu\n", told.Message, StringComparison.Ordinal);
        for (var i = 0; i < 9; i++)
            Assert.Contains($"n{i}", told.Message, StringComparison.Ordinal);
        for (var i = 0; i < 9; i++)
            receiver.Reporting($"n{i}");
        receiver.Until(300);
        var over = receiver.Sent[^1].Entry.Message;
        Assert.Equal((EdgeAlerts.FleetCascade, "resolved"), (over.Alert, over.Status));
        Assert.StartsWith("RESUMED: FLEET_CASCADE in eu is over after", over.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_word_of_the_taxonomy_has_its_row()
    {
        var words = typeof(EdgeAlerts).GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => (string)field.GetRawConstantValue()!).ToList();
        var rows = typeof(TaxonomyTests).GetMethods().Where(method => method.Name.StartsWith("Row_", StringComparison.Ordinal)).Select(method => method.Name).ToList();
        Assert.True(words.Count > 15);
        Assert.All(words, word => Assert.Contains(rows, row => row.Split("_and_row_").Any(part => part == "Row_" + word || part == word)));
    }

    private static IReadOnlyList<EdgeEventRow> Times(int count, Func<IReadOnlyList<EdgeEventRow>> report)
    {
        for (var i = 1; i < count; i++)
            Assert.DoesNotContain(report(), one => one.Alert is not null);
        return report();
    }

    private static EdgeEventRow Single(IReadOnlyList<EdgeEventRow> events, string alert) => Assert.Single(events, one => one.Alert == alert);

    private static void Row(
        string alert, string severity, string text, string? action, Func<IReadOnlyList<EdgeEventRow>> begin, string endAlert, string endText, Func<IReadOnlyList<EdgeEventRow>> end)
    {
        var told = Single(begin(), alert);
        Assert.Equal((severity, true, text, action), (told.Severity, told.Firing, told.Text, AlertTexts.Action(alert)));
        var over = Assert.Single(end(), one => one.Alert == endAlert && one.IncidentId == told.IncidentId);
        Assert.Equal(("info", false, endText), (over.Severity, over.Firing, over.Text));
    }
}
