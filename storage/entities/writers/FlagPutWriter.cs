using Npgsql;
using Vespid.Storage.Commits;

namespace Vespid.Storage.Entities;

internal sealed class FlagPutWriter : SoloWriter<FlagPut>
{
    public override NpgsqlBatchCommand Write(FlagPut row) => new Statement(
        """
        INSERT INTO runtime_flags (name, enabled, reason, updated_by) VALUES ($1, $2, $3, $4)
        ON CONFLICT (name) DO UPDATE SET
            enabled = excluded.enabled, reason = excluded.reason, updated_by = excluded.updated_by, updated_at = now()
        """).With(row.Name).With(row.Enabled).With(row.Reason).With(row.UpdatedBy).Command;
}
