using Vespid.Storage.Queries;

namespace Vespid.Storage.Work;

/// <summary>Statements of the work queue. Each checks the writer's epoch itself, against the row that a take-over changes.</summary>
internal static class WorkSql
{
    /// <summary>A turn waits for every earlier turn of its session that is open, but not for what an operator has to release after a restore.</summary>
    private const string Turn = """
        (r.session_id IS NULL OR NOT EXISTS (
            SELECT 1 FROM runs e WHERE e.session_id = r.session_id AND e.seq < r.seq AND e.status IN ('queued', 'running') AND e.hold_id IS NULL))
        """;

    private const string IsWriter = "EXISTS (SELECT 1 FROM writer_lease WHERE epoch = $1)";

    /// <summary>$1 epoch, $2 organisation, $3 worker, $4 most runs, $5 lease.</summary>
    public const string Claim = $"""
        WITH exhausted AS (
            UPDATE runs SET status = 'timed_out', finished_at = now(), lease_until = NULL,
                error = coalesce(error || '; ', '') || 'lease of attempt ' || attempt_count || ' ran out'
            WHERE id IN (
                SELECT id FROM runs
                WHERE organization_id = $2 AND status = 'running' AND lease_until <= now() AND attempt_count >= max_attempts AND hold_id IS NULL
                ORDER BY id LIMIT 100 FOR UPDATE SKIP LOCKED)
                AND {IsWriter}),
        lost AS MATERIALIZED (
            SELECT r.id, r.seq FROM runs r
            WHERE r.organization_id = $2 AND r.status = 'running' AND r.lease_until <= now() AND r.attempt_count < r.max_attempts AND r.hold_id IS NULL AND {Turn}
            ORDER BY r.seq LIMIT $4 FOR UPDATE OF r SKIP LOCKED),
        waiting AS MATERIALIZED (
            SELECT r.id, r.seq FROM runs r
            WHERE r.organization_id = $2 AND r.status = 'queued' AND r.admitted AND r.hold_id IS NULL AND (r.next_attempt_at IS NULL OR r.next_attempt_at <= now()) AND {Turn}
            ORDER BY r.seq LIMIT $4 FOR UPDATE OF r SKIP LOCKED),
        chosen AS MATERIALIZED (
            SELECT id FROM (SELECT * FROM lost UNION ALL SELECT * FROM waiting) both_kinds ORDER BY seq LIMIT $4),
        claimed AS (
            UPDATE runs SET status = 'running', claimed_by = $3, attempt_count = attempt_count + 1, lease_token = gen_random_uuid(),
                lease_until = now() + $5, next_attempt_at = NULL, started_at = coalesce(started_at, now())
            WHERE id IN (SELECT id FROM chosen) AND {IsWriter} RETURNING *)
        SELECT r.id, r.lease_token, r.lease_until, r.organization_id, r.kind, r.seq, r.workflow_id, r.session_id, r.account_id, r.conversation_id,
            m.provider_message_id, r.attempt_count, {RunSql.Input}, r.traceparent
        FROM claimed r {RunSql.InputJoins} ORDER BY r.seq
        """;

    /// <summary>$1 epoch, $2 organisation, $3 run, $4 lease token, $5 lease.</summary>
    public const string Heartbeat = $"""
        UPDATE runs SET lease_until = now() + $5
        WHERE organization_id = $2 AND id = $3 AND lease_token = $4 AND status = 'running' AND {IsWriter}
        """;

    /// <summary>$1 organisation, $2 run, $3 lease token.</summary>
    public const string Status = "SELECT r.status, r.lease_token = $3 FROM runs r WHERE r.organization_id = $1 AND r.id = $2";

    /// <summary>$1 epoch, $2 organisation, $3 run, $4 lease token, $5 error, $6 retryable, $7 back-off.</summary>
    public const string Fail = $"""
        WITH ended AS (
            UPDATE runs SET
                status = CASE WHEN $6 AND attempt_count < max_attempts THEN 'queued' ELSE 'failed' END,
                next_attempt_at = CASE WHEN $6 AND attempt_count < max_attempts THEN now() + $7 END,
                finished_at = CASE WHEN $6 AND attempt_count < max_attempts THEN NULL ELSE now() END,
                error = $5, lease_until = NULL
            WHERE organization_id = $2 AND id = $3 AND lease_token = $4 AND status = 'running' AND {IsWriter} RETURNING id)
        SELECT (SELECT count(*) FROM ended)::int, r.status, r.lease_token = $4
        FROM runs r WHERE r.organization_id = $2 AND r.id = $3
        """;

    /// <summary>$1 agent kinds, $2 most organisations.</summary>
    public const string OrganizationsWithWork = $"""
        SELECT o.id FROM organizations o
        WHERE o.agent_kind = ANY ($1) AND (
            EXISTS (
                SELECT 1 FROM runs r
                WHERE r.organization_id = o.id AND r.status = 'queued' AND r.admitted AND r.hold_id IS NULL
                    AND (r.next_attempt_at IS NULL OR r.next_attempt_at <= now()) AND {Turn})
            OR EXISTS (SELECT 1 FROM runs r WHERE r.organization_id = o.id AND r.status = 'running' AND r.lease_until <= now() AND r.hold_id IS NULL))
        ORDER BY o.id LIMIT $2
        """;

    private const string Month = "date_trunc('month', now() AT TIME ZONE 'UTC') AT TIME ZONE 'UTC'";

    /// <summary>Runs that count against a quota, no further than to its limit. Expects <c>o</c> for the organisation.</summary>
    private const string ThisMonth = $"""
        (SELECT count(*) FROM (
            SELECT 1 FROM runs q WHERE q.organization_id = o.id AND q.created_at >= {Month} AND q.kind = 'workflow' AND q.admitted
            LIMIT o.monthly_run_limit) counted)::int
        """;

    private const string InFlight = """
        (SELECT count(*) FROM (
            SELECT 1 FROM runs q WHERE q.organization_id = o.id AND q.status = 'queued' AND q.kind = 'workflow' AND q.admitted
            UNION ALL
            SELECT 1 FROM runs q WHERE q.organization_id = o.id AND q.status = 'running' AND q.kind = 'workflow'
            LIMIT o.inflight_run_limit) counted)::int
        """;

    /// <summary>$1 organisation. Counts only what a limit asks for.</summary>
    public const string Quota = $"""
        SELECT o.id, CASE WHEN o.monthly_run_limit IS NULL THEN 0 ELSE {ThisMonth} END,
            CASE WHEN o.inflight_run_limit IS NULL THEN 0 ELSE {InFlight} END, o.monthly_run_limit, o.inflight_run_limit
        FROM organizations o WHERE o.id = $1
        """;

    /// <summary>$1 epoch. Locks each organisation that has something held back, so that two of these cannot both fill the same room.</summary>
    public const string AdmitHeldBack = $"""
        WITH held AS MATERIALIZED (
            SELECT o.id,
                least(
                    CASE WHEN o.monthly_run_limit IS NULL THEN 1000 ELSE o.monthly_run_limit - {ThisMonth} END,
                    CASE WHEN o.inflight_run_limit IS NULL THEN 1000 ELSE o.inflight_run_limit - {InFlight} END) AS room
            FROM organizations o
            WHERE EXISTS (SELECT 1 FROM runs r WHERE r.organization_id = o.id AND r.status = 'queued' AND NOT r.admitted)
            ORDER BY o.id LIMIT 500 FOR NO KEY UPDATE OF o SKIP LOCKED),
        chosen AS (
            SELECT first.id FROM held CROSS JOIN LATERAL (
                SELECT r.id FROM runs r
                WHERE r.organization_id = held.id AND r.status = 'queued' AND NOT r.admitted
                ORDER BY r.seq LIMIT greatest(held.room, 0)) first)
        UPDATE runs SET admitted = true WHERE id IN (SELECT id FROM chosen) AND NOT admitted AND {IsWriter}
        """;
}
