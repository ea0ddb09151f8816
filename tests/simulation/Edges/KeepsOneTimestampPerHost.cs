using System.Text.Json;
using Vespid.Storage.Commits;
using Vespid.Storage.Rows;
using Vespid.Tests.Simulation.Hosts;
using Vespid.Tests.Simulation.Sabotage;

namespace Vespid.Tests.Simulation.Edges;

/// <summary>What the original did: one time of the last alert for a whole edge, and an alert that comes within the interval is gone.</summary>
internal sealed class KeepsOneTimestampPerHost : LogDefect
{
    private static readonly TimeSpan MinInterval = TimeSpan.FromSeconds(600);

    private readonly Dictionary<(string Lane, string Edge), TimeSpan> _last = [];

    public override string Name => "keeps one timestamp per host";

    /// <summary>Messages that never left.</summary>
    public int Lost { get; private set; }

    protected override ValueTask<CommitOutcome> CommitAsync(ICommitLog log, SimulatedHost host, Commit commit, CancellationToken cancellationToken) =>
        log.CommitAsync(commit with { Rows = [.. commit.Rows.Where(row => row is not OutboxRow { Kind: "alert" } entry || MayLeave(entry, host.Process.Clock.Now))] }, cancellationToken);

    private bool MayLeave(OutboxRow entry, TimeSpan now)
    {
        using var body = JsonDocument.Parse(entry.Payload);
        var edge = (entry.LaneKey, body.RootElement.GetProperty("edge").GetString()!);
        // What is critical went out by force.
        if (body.RootElement.GetProperty("severity").GetString() != "critical" && _last.TryGetValue(edge, out var last) && now - last < MinInterval)
        {
            Lost++;
            return false;
        }

        _last[edge] = now;
        return true;
    }
}
