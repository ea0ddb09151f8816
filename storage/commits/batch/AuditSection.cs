using Vespid.Storage.Rows;

namespace Vespid.Storage.Commits.Batch;

/// <summary>The audit trail.</summary>
internal sealed class AuditSection : Section
{
    private readonly Column<Guid> _id;
    private readonly Column<Guid?> _organization;
    private readonly Column<string?> _actorKind;
    private readonly Column<string?> _actor;
    private readonly Column<string?> _action;
    private readonly Column<string?> _targetKind;
    private readonly Column<string?> _target;
    private readonly Column<string?> _change;
    private readonly Column<string?> _remoteAddress;

    public AuditSection()
    {
        _id = Uuid("id");
        _organization = UuidOrNull("organization_id");
        _actorKind = Text("actor_kind");
        _actor = Text("actor_id");
        _action = Text("action");
        _targetKind = Text("target_kind");
        _target = Text("target_id");
        _change = Jsonb("change");
        _remoteAddress = Text("remote_address");
    }

    public override string AppendSql => """
        audit_written AS (
            INSERT INTO audit_events (id, organization_id, actor_kind, actor_id, action, target_kind, target_id, change, remote_address)
            SELECT id, organization_id, actor_kind, actor_id, action, target_kind, target_id, change, remote_address FROM {rows} WHERE {open}
            ON CONFLICT (id) DO NOTHING)
        """;

    public void Append(int commit, AuditRow row)
    {
        Next(commit);
        _id.Add(row.Id);
        _organization.Add(row.OrganizationId);
        _actorKind.Add(PostgresText.Clean(row.ActorKind));
        _actor.Add(PostgresText.Clean(row.ActorId));
        _action.Add(PostgresText.Clean(row.Action));
        _targetKind.Add(PostgresText.Clean(row.TargetKind));
        _target.Add(PostgresText.Clean(row.TargetId));
        _change.Add(PostgresText.CleanJson(row.Change));
        _remoteAddress.Add(PostgresText.Clean(row.RemoteAddress));
    }
}
