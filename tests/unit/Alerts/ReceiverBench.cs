using System.Collections.Immutable;
using Vespid.Grains.Alerts;
using Vespid.Grains.Edges;
using Vespid.Storage.Edges;
using Vespid.Storage.Entities;
using Vespid.Tests.Unit.Gateway;

namespace Vespid.Tests.Unit.Alerts;

/// <summary>One receiver with its rows: what is open, what it was told and when, and how each event was accounted for.</summary>
internal sealed class ReceiverBench
{
    private readonly SteppingIds _ids = new();
    private readonly SortedDictionary<Guid, AlertEvent> _open = [];
    private readonly Dictionary<(string Node, string Key), Guid> _incidents = [];

    public EdgeOptions Options { get; } = new();

    public DateTimeOffset Start { get; } = new(2026, 5, 19, 10, 0, 0, TimeSpan.Zero);

    public double Seconds { get; private set; }

    public DateTimeOffset Now => Start.AddSeconds(Seconds);

    public AlertState State { get; set; } = new();

    public List<SilenceRecord> Silences { get; } = [];

    public HashSet<Guid> Acknowledged { get; } = [];

    public HashSet<string> Held { get; } = [];

    public Dictionary<string, int> Fleet { get; } = [];

    public string? EscalateTo { get; set; }

    public List<AlertEvent> Events { get; } = [];

    /// <summary>What left, with the second at which it did.</summary>
    public List<(double At, AlertEntry Entry)> Sent { get; } = [];

    /// <summary>The final account of each event.</summary>
    public Dictionary<Guid, AlertAccount> Accounts { get; } = [];

    public IReadOnlyCollection<AlertEvent> Open => _open.Values;

    public IEnumerable<string> FirstLines => Sent.Select(one => one.Entry.Message.Message.Split('\n')[0]);

    public TimeSpan? NextIn { get; private set; }

    public string How(AlertEvent one) => Accounts.TryGetValue(one.Id, out var account) ? account.How : _open[one.Id].Reason is { } reason ? "deferred:" + reason : "queued";

    public AlertEvent Down(string node = "n1", string upstream = "xray-client:3080", bool flapping = false) => Add(
        node, "UPSTREAM_DOWN", "warn", "upstream", upstream, firing: true, $"[{node}] TRANSITION upstream={upstream} healthy -> unhealthy", flapping, "unhealthy");

    public AlertEvent Up(string node = "n1", string upstream = "xray-client:3080", bool flapping = false) => Add(
        node, "UPSTREAM_UP", "info", "upstream", upstream, firing: false, $"[{node}] TRANSITION upstream={upstream} unhealthy -> healthy", flapping, "healthy");

    public AlertEvent AllDown(string node = "n1", string region = "eu") => Add(
        node, "ALL_UPSTREAMS_DOWN", "critical", "all", "upstreams", firing: true, $"CRITICAL: all upstreams unhealthy on {node}", region: region);

    public AlertEvent AllDownOver(string node = "n1", string region = "eu") => Add(
        node, "ALL_UPSTREAMS_DOWN", "info", "all", "upstreams", firing: false, $"[{node}] RECOVERED: healthy: xray-client:3080", region: region);

    public AlertEvent Stale(string node = "n1") => Add(node, "EDGE_STALE", "warn", "liveness", "reports", firing: true, $"[{node}] no report for 180s");

    public AlertEvent Silent(string node = "n1") => Add(node, "EDGE_SILENT", "critical", "liveness", "reports", firing: true, $"[{node}] no report for 600s");

    public AlertEvent Reporting(string node = "n1") => Add(node, "EDGE_SILENT", "info", "liveness", "reports", firing: false, $"[{node}] reporting again after 700s");

    public AlertEvent Flapping(bool firing, string to, string node = "n1", string upstream = "xray-client:3080") => Add(
        node, "FLAPPING", firing ? "warn" : "info", "flapping", upstream, firing, $"[{node}] FLAPPING{(firing ? "" : " ended")} upstream={upstream}, now {to}", to: to);

    public AlertEvent Add(
        string node, string alert, string severity, string what, string subject, bool firing, string text, bool flapping = false, string? to = null, string region = "eu", string? muted = null)
    {
        var id = _ids.NewId();
        var key = $"{node}/{what}/{subject}";
        if (firing)
            _incidents.TryAdd((node, key), id);
        var one = new AlertEvent
        {
            Id = id, OrganizationId = Guid.Empty, PartnerId = "edge-c", NodeId = node, Label = node, Region = region, Alert = alert, Severity = severity, Key = key, Subject = subject,
            To = to, Firing = firing, IncidentId = _incidents.TryGetValue((node, key), out var incident) ? incident : null, Flapping = flapping, Muted = muted, Text = text,
            ObservedAt = Now, CreatedAt = Now,
        };
        if (!firing)
            _incidents.Remove((node, key));
        _open[id] = one;
        Events.Add(one);
        return one;
    }

    /// <summary>Decides each second, as the waker does, until the second that is named.</summary>
    public ReceiverBench Until(double second)
    {
        Decide();
        while (Seconds < second)
        {
            Seconds = Math.Min(second, Seconds + 1);
            if (_open.Values.Any(one => !one.Deferred) || (NextIn is { } next && Now >= _decidedAt + next))
                Decide();
        }

        return this;
    }

    private DateTimeOffset _decidedAt;

    public void Decide()
    {
        var inbox = new AlertInbox(
            Now, new ReceiverRecord("default", Guid.Empty, null, null, null, null, EscalateTo, true, "ready", null), [.. _open.Values], [.. Silences], [.. Acknowledged], [.. Held],
            Fleet.ToImmutableDictionary());
        var decision = AlertRules.Decide(inbox, State, Options, _ids);
        State = decision.State;
        NextIn = decision.NextIn;
        _decidedAt = Now;
        foreach (var entry in decision.Entries)
            Sent.Add((Seconds, entry));
        foreach (var account in decision.Accounts)
        {
            // What the storage insists on: only what is open is accounted for, and what names it leaves in the same decision.
            Assert.Contains(account.EventId, _open.Keys);
            if (account.How == "deferred")
            {
                _open[account.EventId] = _open[account.EventId] with { Deferred = true, Reason = account.Reason };
                continue;
            }

            Assert.Equal(account.How is not ("inhibited" or "silenced"), account.EntryId is not null);
            Assert.True(account.EntryId is null || decision.Entries.Any(entry => entry.Id == account.EntryId));
            Accounts.Add(account.EventId, account);
            _open.Remove(account.EventId);
        }
    }
}
