using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Vespid.Storage.ChatOps;
using Vespid.Grains.Delivery;
using Vespid.Storage.Lanes;
using Vespid.Storage.Lease;

namespace Vespid.Grains.ChatOps;

/// <summary>Figures of the rooms. Labels are words of bounded lists. What the leader alone looks after is told by the leader alone.</summary>
internal sealed class ChatOpsMetrics : IDisposable
{
    private readonly Meter _meter = new("Vespid.ChatOps");
    private readonly IWriterLease _lease;
    private readonly TimeProvider _clock;
    private readonly Counter<long> _inbound;
    private readonly Counter<long> _relay;
    private readonly Histogram<double> _latency;
    private readonly Counter<long> _echo;
    private readonly Counter<long> _commands;
    private readonly Counter<long> _missed;
    private readonly ConcurrentDictionary<string, (string Platform, string Status)> _connections = new(StringComparer.Ordinal);
    private volatile IReadOnlyList<ChatQueue> _queues = [];

    public ChatOpsMetrics(IWriterLease lease, TimeProvider clock)
    {
        _lease = lease;
        _clock = clock;
        _inbound = _meter.CreateCounter<long>("chatops_inbound_total", description: "Events of platforms, by what they were taken for");
        _relay = _meter.CreateCounter<long>("chatops_relay_total", description: "Copies queued for bindings, or why not");
        _latency = _meter.CreateHistogram<double>("chatops_relay_latency_seconds", "s", "From the event to the copy");
        _echo = _meter.CreateCounter<long>("chatops_echo_dropped_total", description: "Echoes dropped, by layer");
        _commands = _meter.CreateCounter<long>("chatops_command_total", description: "Commands carried out, by end");
        _missed = _meter.CreateCounter<long>("chatops_link_miss_total", description: "Replies, edits and deletions whose message is not known");
        _meter.CreateObservableGauge("chatops_queue_depth", () => OfQueues(queue => queue.Depth), description: "Copies that have not left");
        _meter.CreateObservableGauge("chatops_dead_letters", () => OfQueues(queue => queue.Dead), description: "Copies that were given up");
        _meter.CreateObservableGauge("chatops_connection_state", Connections, description: "2 connected, 1 on the way, 0 not");
    }

    public void Queues(IReadOnlyList<ChatQueue> queues) => _queues = queues;

    /// <param name="instance">Bot, one of those configured.</param>
    /// <param name="platform">Its platform.</param>
    /// <param name="status">Status word of its connection.</param>
    public void Connection(string instance, string platform, string status) => _connections[instance] = (platform, status);

    public void Inbound(string platform, string result) => _inbound.Add(1, new KeyValuePair<string, object?>("platform", platform), new KeyValuePair<string, object?>("result", result));

    public void Relay(string from, string to, string result) => _relay.Add(
        1, new KeyValuePair<string, object?>("from", from), new KeyValuePair<string, object?>("to", to), new KeyValuePair<string, object?>("result", result));

    public void Ended(OutboxEntry entry, string status)
    {
        if (status == LaneStatus.Sent)
            _latency.Record(Math.Max(0, (_clock.GetUtcNow() - entry.CreatedAt).TotalSeconds));
    }

    public void EchoDropped(int layer) => _echo.Add(1, new KeyValuePair<string, object?>("layer", layer));

    public void Command(string command, string outcome, string authz) => _commands.Add(
        1, new KeyValuePair<string, object?>("command", command), new KeyValuePair<string, object?>("outcome", outcome), new KeyValuePair<string, object?>("authz", authz));

    public void LinkMissed(string op) => _missed.Add(1, new KeyValuePair<string, object?>("op", op));

    public void Dispose() => _meter.Dispose();

    private IEnumerable<Measurement<int>> OfQueues(Func<ChatQueue, int> figure) =>
        (_lease.IsLeader ? _queues : []).Select(queue => new Measurement<int>(figure(queue), new KeyValuePair<string, object?>("platform", queue.Channel)));

    private IEnumerable<Measurement<int>> Connections() => _connections.Where(_ => _lease.IsLeader).Select(connection => new Measurement<int>(
        connection.Value.Status switch { "connected" => 2, "starting" or "connecting" => 1, _ => 0 },
        new KeyValuePair<string, object?>("instance", connection.Key), new KeyValuePair<string, object?>("platform", connection.Value.Platform)));
}
