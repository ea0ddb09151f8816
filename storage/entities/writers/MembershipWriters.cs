using Npgsql;
using Vespid.Storage.Commits;

namespace Vespid.Storage.Entities;

internal sealed class MembershipInsertWriter : SoloWriter<MembershipInsert>
{
    public override NpgsqlBatchCommand Write(MembershipInsert row) => new Statement(
        "INSERT INTO memberships (organization_id, user_id, role) VALUES ($1, $2, $3)").With(row.OrganizationId).With(row.UserId).With(row.Role).Command;
}

internal sealed class MembershipRoleChangeWriter : SoloWriter<MembershipRoleChange>
{
    // All owner rows are locked first, in one order: of two owners who demote each other at once the second sees the first's change.
    public override NpgsqlBatchCommand Write(MembershipRoleChange row) => new Statement(
        """
        WITH owners AS MATERIALIZED (
            SELECT user_id FROM memberships WHERE organization_id = $1 AND role = 'owner' ORDER BY user_id FOR UPDATE)
        UPDATE memberships SET role = $3
        WHERE organization_id = $1 AND user_id = $2 AND ($3 = 'owner' OR EXISTS (SELECT 1 FROM owners WHERE user_id <> $2))
        """).With(row.OrganizationId).With(row.UserId).With(row.Role).Command;
}

internal sealed class MembershipDeleteWriter : SoloWriter<MembershipDelete>
{
    public override NpgsqlBatchCommand Write(MembershipDelete row) => new Statement(
        """
        WITH owners AS MATERIALIZED (
            SELECT user_id FROM memberships WHERE organization_id = $1 AND role = 'owner' ORDER BY user_id FOR UPDATE)
        DELETE FROM memberships
        WHERE organization_id = $1 AND user_id = $2 AND EXISTS (SELECT 1 FROM owners WHERE user_id <> $2)
        """).With(row.OrganizationId).With(row.UserId).Command;
}
