using Vespid.Storage.Rows;

namespace Vespid.Storage.Commits.Batch;

/// <summary>What lists show of edges. An edge is in a batch once, since its state is.</summary>
internal sealed class EdgeNoteSection : Section
{
    private readonly Column<string?> _node;
    private readonly Column<string?> _liveness;
    private readonly Column<string?> _verdict;
    private readonly Column<int> _expected;
    private readonly Column<int> _healthy;
    private readonly Column<long> _desired;
    private readonly Column<long> _issued;
    private readonly Column<long> _applied;
    private readonly Column<int> _interval;
    private readonly Column<string?> _agent;
    private readonly Column<string?> _installer;

    public EdgeNoteSection()
    {
        _node = Text("node_id");
        _liveness = Text("liveness");
        _verdict = Text("verdict");
        _expected = Int("upstreams_expected");
        _healthy = Int("upstreams_healthy");
        _desired = Long("epoch_desired");
        _issued = Long("epoch_issued");
        _applied = Long("epoch_applied");
        _interval = Int("interval_s");
        _agent = Text("agent_version");
        _installer = Text("installer_version");
    }

    public override string AppendSql => """
        edge_note_in AS MATERIALIZED (SELECT * FROM {rows} WHERE {open} ORDER BY node_id),
        edge_noted AS (
            UPDATE edges e SET
                liveness_since = CASE WHEN e.liveness = n.liveness THEN e.liveness_since ELSE now() END,
                liveness = n.liveness, verdict = n.verdict, upstreams_expected = n.upstreams_expected, upstreams_healthy = n.upstreams_healthy,
                epoch_desired = n.epoch_desired, epoch_issued = n.epoch_issued, epoch_applied = n.epoch_applied, interval_s = n.interval_s,
                agent_version = coalesce(n.agent_version, e.agent_version), installer_version = coalesce(n.installer_version, e.installer_version)
            FROM edge_note_in n WHERE e.node_id = n.node_id)
        """;

    public void Append(int commit, EdgeNoteRow row)
    {
        Next(commit);
        _node.Add(PostgresText.Clean(row.NodeId));
        _liveness.Add(row.Liveness);
        _verdict.Add(row.Verdict);
        _expected.Add(row.UpstreamsExpected);
        _healthy.Add(row.UpstreamsHealthy);
        _desired.Add(row.EpochDesired);
        _issued.Add(row.EpochIssued);
        _applied.Add(row.EpochApplied);
        _interval.Add(row.IntervalSeconds);
        _agent.Add(PostgresText.Clean(row.AgentVersion));
        _installer.Add(PostgresText.Clean(row.InstallerVersion));
    }
}
