using Npgsql;
using Vespid.Storage.Commits;

namespace Vespid.Storage.Entities;

internal sealed class UserInsertWriter : SoloWriter<UserInsert>
{
    public override NpgsqlBatchCommand Write(UserInsert row) => new Statement(
        """
        INSERT INTO users (id, email, display_name, password_hash, deployment_role) VALUES ($1, lower($2), $3, $4, $5)
        """).With(row.Id).With(row.Email).With(row.DisplayName).With(row.PasswordHash).With(row.DeploymentRole).Command;
}

internal sealed class UserPasswordChangeWriter : SoloWriter<UserPasswordChange>
{
    public override NpgsqlBatchCommand Write(UserPasswordChange row) => new Statement(
        """
        WITH revoked AS (UPDATE auth_sessions SET revoked_at = now() WHERE user_id = $1 AND revoked_at IS NULL)
        UPDATE users SET password_hash = $2, updated_at = now() WHERE id = $1
        """).With(row.Id).With(row.PasswordHash).Command;
}
