namespace Vespid.Storage.Flags;

/// <summary>Writes runtime flags. An operator must be able to do that in an incident without the writer's lease, so it goes past the commit log.</summary>
public sealed class FlagStore(Database database)
{
    /// <summary>Sets a flag, with its audit event in the same statement.</summary>
    /// <param name="id">Of the audit event.</param>
    /// <param name="name">For example <c>CHANNEL_RUNTIME_ENABLED</c>.</param>
    /// <param name="enabled">Off wins over every other source.</param>
    /// <param name="reason">Shown to operators.</param>
    /// <param name="by">Who.</param>
    /// <param name="cancellationToken">Cancels the statement.</param>
    public Task SetAsync(Guid id, string name, bool enabled, string? reason, string by, CancellationToken cancellationToken = default) =>
        database.Reads.RunAsync(
            new Statement("""
                WITH flag AS (
                    INSERT INTO runtime_flags (name, enabled, reason, updated_by) VALUES ($2, $3, $4, $5)
                    ON CONFLICT (name) DO UPDATE SET enabled = excluded.enabled, reason = excluded.reason, updated_by = excluded.updated_by, updated_at = now())
                INSERT INTO audit_events (id, actor_kind, actor_id, action, target_kind, target_id, change)
                VALUES ($1, 'operator', $5, 'flag.set', 'runtime_flag', $2, jsonb_build_object('to', jsonb_build_object('enabled', $3, 'reason', $4)))
                """).With(id).With(name).With(enabled).With(reason).With(by),
            cancellationToken);
}
