namespace Vespid.Storage.Commits.Batch;

/// <summary>Compare-and-set of states.</summary>
internal sealed class StateWriteSection : Section
{
    private readonly Column<string?> _key;
    private readonly Column<long> _expected;
    private readonly Column<byte[]?> _payload;
    private readonly Column<Guid> _commitId;
    private readonly Column<Guid?> _organization;

    public StateWriteSection()
    {
        _key = Text("key");
        _expected = Long("expected");
        _payload = JsonbBytes("payload");
        _commitId = Uuid("commit_id");
        _organization = UuidOrNull("organization_id");
    }

    public override string CheckSql => """
        state_in AS MATERIALIZED (SELECT * FROM {rows}),
        state_locked AS MATERIALIZED (
            SELECT s.c, CASE WHEN g.version = s.expected THEN 0
                             WHEN g.version = s.expected + 1 AND g.commit_id = s.commit_id THEN 2
                             ELSE 3 END AS verdict
            FROM state_in s JOIN grain_state g ON g.key = s.key
            ORDER BY s.key COLLATE "C" FOR UPDATE OF g)
        """;

    public override string FailedSql => """
        SELECT c, verdict FROM state_locked WHERE verdict <> 0
        UNION ALL
        SELECT c, 3 FROM state_in WHERE expected <> 0 AND c NOT IN (SELECT c FROM state_locked)
        """;

    public override string AppendSql => """
        state_updated AS (
            UPDATE grain_state g
            SET version = r.expected + 1, payload = r.payload, commit_id = r.commit_id,
                organization_id = coalesce(r.organization_id, g.organization_id), updated_at = now()
            FROM state_in r WHERE g.key = r.key AND r.expected > 0 AND {open}),
        state_new AS MATERIALIZED (SELECT * FROM state_in r WHERE r.expected = 0 AND {open}),
        state_inserted AS (
            INSERT INTO grain_state (key, version, payload, commit_id, organization_id)
            SELECT key, 1, payload, commit_id, organization_id FROM state_new ORDER BY key COLLATE "C"
            ON CONFLICT (key) DO NOTHING RETURNING key)
        """;

    // Somebody else made the state between this statement's snapshot and its insert.
    public override string AfterSql => """
        SELECT -1, commit_guard_missed(3) WHERE (SELECT count(*) FROM state_inserted) <> (SELECT count(*) FROM state_new)
        """;

    public void Append(int commit, StateWrite state, Guid commitId, Guid? organizationId)
    {
        Next(commit);
        _key.Add(PostgresText.Clean(state.Key));
        _expected.Add(state.ExpectedVersion);
        _payload.Add(PostgresText.CleanJson(state.Payload!));
        _commitId.Add(commitId);
        _organization.Add(organizationId);
    }
}
