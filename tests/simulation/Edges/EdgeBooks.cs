using Vespid.GrainInterfaces.Edges;
using Vespid.Storage.Rows;
using Vespid.Tests.Simulation.Machine;
using Vespid.Tests.Simulation.Memory;
using Vespid.Tests.Simulation.Outside;
using Vespid.Tests.Simulation.Running;

namespace Vespid.Tests.Simulation.Edges;

/// <summary>What edges reported, and which transitions follow from that.</summary>
internal sealed partial class EdgeBooks(WorldTime time, Trace trace, Tally tally, IReadOnlyList<EdgeSite> sites) : Ledger(time, trace, tally), IStoreWatch
{
    private const string Unknown = "unknown";

    private readonly Dictionary<string, List<SentReport>> _sent = sites.ToDictionary(static site => site.NodeId, static _ => new List<SentReport>());
    private readonly Dictionary<string, int> _answered = [];
    private readonly Dictionary<(string Node, string Upstream), string> _chains = [];

    public Disturbances Disturbances { get; } = new(time);

    public IReadOnlyList<EventRecord> Events => Store.Events;

    public void Sent(SentReport report) => _sent[report.Site.NodeId].Add(report);

    /// <summary>A report gets lost, or late, or not taken.</summary>
    public void Disturbed(SentReport report) => Disturbances.Begin(Disturbances.Of(report.Site), report.At);

    /// <summary>From now on an edge does not see all of its upstreams, or nobody hears of it.</summary>
    public void Blinded(EdgeSite site) => Disturbances.Begin(Disturbances.Of(site));

    public void Refused(SentReport report, string code)
    {
        Disturbed(report);
        Tally.Count("reports refused");
        if (code != "too_many_requests")
            Violated($"Report {report.Order} of {report.Site.NodeId} was refused: {code}.");
    }

    /// <summary>What a report says is durable once it is answered, unless a newer one says otherwise.</summary>
    public void Answered(SentReport report, ReportAnswer answer)
    {
        Tally.Count(answer.Duplicate ? "reports known" : "reports taken");
        var node = report.Site.NodeId;
        if (report.Order == _sent[node][^1].Order && report.Sample.Count == report.Site.Names.Count && report.Site.IsSeen)
            Disturbances.End(Disturbances.Of(report.Site));
        if (report.Order <= _answered.GetValueOrDefault(node))
            return;
        _answered[node] = report.Order;
        foreach (var (upstream, _) in report.Sample)
        {
            var may = _sent[node].Where(sent => sent.Order >= report.Order && sent.Sample.ContainsKey(upstream)).Select(sent => Word(sent.Sample[upstream])).ToHashSet();
            if (!may.Contains(StateOf(node, upstream)))
                Violated($"Report {report.Order} of {node} says {upstream} is {string.Join(" or ", may)}; it was answered, and the history says {StateOf(node, upstream)}.");
        }
    }

    public void Happened(EventRecord one)
    {
        Tally.Count("events");
        if (one.Row.Alert is not null)
            Trace.Add(Time.Now, 0, $"{one.Row.Alert}{(one.Row.Firing ? "" : " over")}", $"{one.Row.NodeId} {one.Row.Subject}");
        if (one.Row is { Subject: EdgeSite.Unprovisioned, Alert: not null })
            Violated($"{one.Row.NodeId} alerts about an upstream that it was never given: {one.Row.Text}");
        if (one.Row is { Type: "transition", From: Unknown or "healthy" or "unhealthy", To: "healthy" or "unhealthy", Subject: { } upstream })
            Transition(one.Row, upstream);
    }

    public IEnumerable<(EdgeSite Site, string Upstream)> Untrue() =>
        sites.SelectMany(static site => site.Names, static (site, upstream) => (site, upstream)).Where(pair => StateOf(pair.site.NodeId, pair.upstream) != Word(pair.site.IsHealthy(pair.upstream)));

    private static string Word(bool healthy) => healthy ? "healthy" : "unhealthy";

    private string StateOf(string node, string upstream) => _chains.GetValueOrDefault((node, upstream), Unknown);

    /// <summary>Each follows from the one before it, and from a report.</summary>
    private void Transition(EdgeEventRow row, string upstream)
    {
        if (StateOf(row.NodeId, upstream) != row.From)
            Violated($"{row.NodeId} tells a transition of {upstream} from {row.From}; it was {StateOf(row.NodeId, upstream)}.");
        _chains[(row.NodeId, upstream)] = row.To!;
        if (upstream == EdgeSite.Unprovisioned)
            return;
        if (SourceOf(row, upstream) is null)
            Violated($"No report {row.ReportSeq} of {row.NodeId} says that {upstream} is {row.To}.");
        if (row.From == Unknown)
            return;
        Tally.Count("transitions");
        if (row.Alert is null)
            Violated($"{row.NodeId} keeps a transition of {upstream} to {row.To} to itself.");
    }

    private SentReport? SourceOf(EdgeEventRow row, string upstream) =>
        _sent[row.NodeId].FindLast(sent => sent.Report.Seq == row.ReportSeq && sent.Sample.TryGetValue(upstream, out var healthy) && Word(healthy) == row.To);
}
