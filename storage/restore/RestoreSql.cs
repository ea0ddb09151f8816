namespace Vespid.Storage.Restore;

/// <summary>Statements about what waits after a restore.</summary>
internal static class RestoreSql
{
    public const string HeldEntry = "hold_id IS NOT NULL AND status IN ('queued', 'sending', 'retrying', 'unknown')";
    public const string HeldRun = "hold_id IS NOT NULL AND status IN ('queued', 'running')";
    public const string HeldAlert = "hold_id IS NOT NULL AND how IN ('queued', 'deferred')";

    /// <summary>
    /// Which database this is: the cluster, its timeline, the database and the table. A dump makes another database or at least another table, a
    /// recovery to a point in time another timeline.
    /// </summary>
    public const string Identity = """
        concat_ws('/', (SELECT system_identifier FROM pg_control_system()), substr(pg_walfile_name(pg_current_wal_flush_lsn()), 1, 8),
            (SELECT oid FROM pg_database WHERE datname = current_database()), 'outbox'::regclass::oid)
        """;

    /// <summary>$1 the witness's identity, $2 its position. What is here, what the rows say, and whether the log ends before the witness saw it end.</summary>
    public const string Look = $"""
        SELECT here.identity, m.identity, coalesce(here.identity = $1 AND pg_current_wal_flush_lsn() < $2::pg_lsn, false), pg_current_wal_flush_lsn()::text
        FROM restore_mark m, (SELECT {Identity} AS identity) here WHERE m.id = 1
        """;

    public const string Mark = "UPDATE restore_mark SET identity = $1 WHERE id = 1";

    /// <summary>$1 cause, $2 evidence.</summary>
    public const string Hold = """
        WITH made AS MATERIALIZED (SELECT gen_random_uuid() AS id),
        entries AS (
            UPDATE outbox o SET hold_id = made.id FROM made
            WHERE o.status IN ('queued', 'sending', 'retrying', 'unknown') AND o.hold_id IS NULL RETURNING 1),
        held_runs AS (
            UPDATE runs r SET hold_id = made.id FROM made WHERE r.status IN ('queued', 'running') AND r.hold_id IS NULL RETURNING 1),
        told AS (
            UPDATE alert_accounts a SET hold_id = made.id FROM made WHERE a.how IN ('queued', 'deferred') AND a.hold_id IS NULL RETURNING 1)
        INSERT INTO restore_holds (id, cause, evidence, outbox_entries, runs, alerts, ended_at)
        SELECT made.id, $1, $2, e.n, r.n, t.n, CASE WHEN e.n + r.n + t.n = 0 THEN now() END
        FROM made, (SELECT count(*)::int AS n FROM entries) e, (SELECT count(*)::int AS n FROM held_runs) r, (SELECT count(*)::int AS n FROM told) t
        RETURNING id, cause, outbox_entries, runs, alerts, held_at, ended_at, ended_by
        """;

    public const string Holds = """
        SELECT id, cause, outbox_entries, runs, alerts, held_at, ended_at, ended_by FROM restore_holds ORDER BY held_at DESC, id LIMIT 20
        """;

    public const string Counts = $"""
        SELECT (SELECT count(*) FROM outbox WHERE {HeldEntry})::int, (SELECT count(*) FROM runs WHERE {HeldRun})::int,
            (SELECT count(*) FROM alert_accounts WHERE {HeldAlert})::int
        """;

    /// <summary>What waits by organisation and kind, the most first.</summary>
    public const string Groups = $"""
        SELECT organization_id, what, kind, count(*)::int, min(created_at)
        FROM (
            SELECT organization_id, 'outbox' AS what, kind, created_at FROM outbox WHERE {HeldEntry}
            UNION ALL SELECT organization_id, 'runs', kind, created_at FROM runs WHERE {HeldRun}
            UNION ALL SELECT a.organization_id, 'alerts', e.alert, e.created_at FROM alert_accounts a JOIN edge_events e ON e.id = a.event_id WHERE a.{HeldAlert}) held
        GROUP BY 1, 2, 3 ORDER BY 4 DESC, 1, 2, 3 LIMIT 100
        """;

    private const string Chosen = "AND ($4::uuid IS NULL OR organization_id = $4)";

    /// <summary>
    /// $1 entries too, $2 runs too, $3 alerts too, $4 organisation or null. Anything may have left since the backup was made, so what is let go is marked;
    /// what was being sent then is nobody's doubt any more.
    /// </summary>
    public const string Release = $"""
        WITH entries AS (
            UPDATE outbox SET hold_id = NULL, possible_duplicate = true, updated_at = now(),
                status = CASE status WHEN 'sending' THEN 'retrying' ELSE status END
            WHERE $1 AND {HeldEntry} {Chosen} RETURNING 1),
        held_runs AS (UPDATE runs SET hold_id = NULL WHERE $2 AND {HeldRun} {Chosen} RETURNING 1),
        told AS (UPDATE alert_accounts SET hold_id = NULL WHERE $3 AND {HeldAlert} {Chosen} RETURNING 1)
        SELECT (SELECT count(*) FROM entries)::int, (SELECT count(*) FROM held_runs)::int, (SELECT count(*) FROM told)::int
        """;

    private const string Why = "discarded after a restore";

    /// <summary>The same parameters.</summary>
    public const string Discard = $"""
        WITH entries AS (
            UPDATE outbox SET hold_id = NULL, status = 'canceled', last_error = '{Why}', updated_at = now() WHERE $1 AND {HeldEntry} {Chosen} RETURNING 1),
        held_runs AS (
            UPDATE runs SET hold_id = NULL, status = 'cancelled', error = '{Why}', finished_at = now(), lease_until = NULL
            WHERE $2 AND {HeldRun} {Chosen} RETURNING 1),
        told AS (
            UPDATE alert_accounts SET hold_id = NULL, how = 'inhibited', reason = '{Why}', accounted_at = now() WHERE $3 AND {HeldAlert} {Chosen} RETURNING 1)
        SELECT (SELECT count(*) FROM entries)::int, (SELECT count(*) FROM held_runs)::int, (SELECT count(*) FROM told)::int
        """;

    /// <summary>$1 who. A hold ends with the last that it holds.</summary>
    public const string End = $"""
        UPDATE restore_holds h SET ended_at = now(), ended_by = $1
        WHERE ended_at IS NULL AND NOT EXISTS (SELECT 1 FROM outbox WHERE {HeldEntry} AND hold_id = h.id)
            AND NOT EXISTS (SELECT 1 FROM runs WHERE {HeldRun} AND hold_id = h.id)
            AND NOT EXISTS (SELECT 1 FROM alert_accounts WHERE {HeldAlert} AND hold_id = h.id)
        """;

    /// <summary>$1 organisation or null, $2 who, $3 action, $4 change, $5 where from.</summary>
    public const string Audit = """
        INSERT INTO audit_events (id, organization_id, actor_kind, actor_id, action, target_kind, change, remote_address)
        VALUES (gen_random_uuid(), $1, 'operator', $2, $3, 'restore', $4, $5)
        """;
}
