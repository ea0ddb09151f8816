using Vespid.GrainInterfaces.Edges;
using Vespid.Grains.Edges;
using Vespid.Storage.Edges;
using Vespid.Storage.Rows;
using Vespid.Tests.Unit.Gateway;

namespace Vespid.Tests.Unit.Edges;

/// <summary>One edge that reports: its rules, a clock that is moved, and what it said.</summary>
internal sealed class EdgeBench
{
    public const string Xray = "xray-client:3080";
    public const string Awg = "10.9.0.2:8907";
    public const string Hysteria2 = "host.docker.internal:18443";
    public const string Naive = "127.0.0.1:1080";
    public const string AllActive = "xray=active\nhysteria2=active\nnaive=skipped\nawg=active\n";

    private readonly SteppingIds _ids = new();
    private DateTimeOffset _heardAt;
    private long _seq;

    public EdgeBench() => _heardAt = Now;

    public EdgeOptions Options { get; } = new();

    public DateTimeOffset Now { get; private set; } = new(2026, 5, 19, 10, 0, 0, TimeSpan.Zero);

    public EdgeState State { get; set; } = new();

    public EdgeRecord Edge { get; set; } = new()
    {
        NodeId = "n1", OrganizationId = Guid.Empty, PartnerId = "edge-c", Label = "edge-c", Domain = "partner.example.com", PublicIp = "198.51.100.7", Region = "pl-waw",
        ChannelsWanted = [], TokenHash = [1],
    };

    public string BootId { get; set; } = "boot-a";

    public EdgeTurn? Last { get; private set; }

    public static string Metrics(params (string Upstream, int Value)[] upstreams) =>
        "# TYPE caddy_reverse_proxy_upstreams_healthy gauge\n"
        + string.Concat(upstreams.Select(one => $"caddy_reverse_proxy_upstreams_healthy{{upstream=\"{one.Upstream}\"}} {one.Value}\n"));

    public void Move(double seconds) => Now += TimeSpan.FromSeconds(seconds);

    /// <summary>Reports upstreams, with a status file or without.</summary>
    public IReadOnlyList<EdgeEventRow> Report(params (string Upstream, int Value)[] upstreams) =>
        Report(report => report with { Upstreams = new MetricsSample(true, 200, null, Metrics(upstreams)) });

    public IReadOnlyList<EdgeEventRow> Statuses(string file) => Report(report => report with { Channels = file });

    public IReadOnlyList<EdgeEventRow> FailedScrape(int? status = 404) =>
        Report(report => report with { Upstreams = new MetricsSample(false, status, null, "") });

    public IReadOnlyList<EdgeEventRow> Probe(bool ok, string? reason = null) =>
        Report(report => report with { Probes = [new ChannelProbe("ch1", ok, 142, null, null, reason)] });

    public IReadOnlyList<EdgeEventRow> Report(Func<EdgeReport, EdgeReport> change) =>
        Turn(turn => EdgeRules.Report(turn, change(new EdgeReport { Seq = ++_seq, BootId = BootId, SentAt = Now }), Now - _heardAt), heard: true);

    public IReadOnlyList<EdgeEventRow> Silence(double seconds)
    {
        Move(seconds);
        return Turn(turn => LivenessRules.ApplySilence(turn, Now - _heardAt), heard: false);
    }

    public IReadOnlyList<EdgeEventRow> Turn(Action<EdgeTurn> act, bool heard)
    {
        Last = new EdgeTurn(Edge, State, Now, Options, _ids);
        act(Last);
        State = Last.State;
        if (heard)
            _heardAt = Now;
        return Last.Events;
    }

    /// <summary>The first line of what is told, one for each event.</summary>
    public static IEnumerable<string> Texts(IReadOnlyList<EdgeEventRow> events) => events.Where(one => one.Alert is not null).Select(one => one.Text!);
}
