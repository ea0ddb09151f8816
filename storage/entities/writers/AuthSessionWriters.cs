using Npgsql;
using Vespid.Storage.Commits;

namespace Vespid.Storage.Entities;

internal sealed class AuthSessionInsertWriter : SoloWriter<AuthSessionInsert>
{
    public override NpgsqlBatchCommand Write(AuthSessionInsert row) => new Statement(
        "INSERT INTO auth_sessions (id, user_id, refresh_hash, expires_at) VALUES ($1, $2, $3, now() + $4)")
        .With(row.Id).With(row.UserId).With(row.RefreshHash).With(row.TimeToLive).Command;
}

internal sealed class AuthSessionRotateWriter : SoloWriter<AuthSessionRotate>
{
    public override NpgsqlBatchCommand Write(AuthSessionRotate row) => new Statement(
        """
        UPDATE auth_sessions SET previous_refresh_hash = refresh_hash, refresh_hash = $3, rotated_at = now(), expires_at = now() + $4
        WHERE id = $1 AND refresh_hash = $2 AND revoked_at IS NULL AND expires_at > now()
        """).With(row.Id).With(row.FromHash).With(row.ToHash).With(row.TimeToLive).Command;
}

internal sealed class AuthSessionRevokeWriter : SoloWriter<AuthSessionRevoke>
{
    public override NpgsqlBatchCommand Write(AuthSessionRevoke row) => new Statement(
        "UPDATE auth_sessions SET revoked_at = now() WHERE id = $1 AND revoked_at IS NULL").With(row.Id).Command;
}
