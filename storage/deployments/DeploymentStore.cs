using Npgsql;
using Vespid.Storage.Commits;
using Vespid.Storage.Queries;

namespace Vespid.Storage.Deployments;

/// <summary>
/// The table of deployment records. The database refuses to change or remove them and binds each to the one before; nobody needs the writer's lease,
/// since a deployment is recorded while none may be held.
/// </summary>
public sealed class DeploymentStore(Database database)
{
    private const string Columns = """
        seq, id, kind, env, image_digest, lock_checksum, build_sha, config_manifest_hash, manifest::text, secret_versions::text, operator_id, approver_id,
        change_record, started_at, finished_at, result, rollback_of, reason, incident_id, gates::text, recorded_at, encode(hash, 'hex')
        """;

    private const int MostRecords = 1_000;

    /// <summary>Adds a record and returns it as it stands.</summary>
    /// <exception cref="PostgresException">The table's rules refuse it, as a deployment to production that nobody else approved.</exception>
    public async Task<DeploymentRecord> AddAsync(DeploymentRecord record, CancellationToken cancellationToken = default) => (await ReadAsync(
        new Statement($"""
            INSERT INTO deployment_records (
                id, kind, env, image_digest, lock_checksum, build_sha, config_manifest_hash, manifest, secret_versions, operator_id, approver_id, change_record,
                started_at, finished_at, result, rollback_of, reason, incident_id, gates)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)
            RETURNING {Columns}
            """)
            .With(record.Id).With(record.Kind).With(record.Environment).With(record.ImageDigest).With(record.LockChecksum).With(record.BuildSha)
            .With(record.ConfigManifestHash).WithJsonb(PostgresText.CleanJson(record.Manifest)).WithJsonb(PostgresText.CleanJson(record.SecretVersions))
            .With(PostgresText.Clean(record.OperatorId)).With(PostgresText.Clean(record.ApproverId)).With(PostgresText.Clean(record.ChangeRecord))
            .With(record.StartedAt.ToUniversalTime()).With(record.FinishedAt?.ToUniversalTime()).With(record.Result).With(record.RollbackOf)
            .With(PostgresText.Clean(record.Reason)).With(PostgresText.Clean(record.IncidentId)).WithJsonb(PostgresText.CleanJson(record.Gates)),
        cancellationToken).ConfigureAwait(false))[0];

    /// <summary>One record; null if there is none.</summary>
    public Task<DeploymentRecord?> FindAsync(Guid id, CancellationToken cancellationToken = default) =>
        database.Reads.FirstAsync(new Statement($"SELECT {Columns} FROM deployment_records WHERE id = $1").With(id), Map, cancellationToken);

    /// <summary>The latest of an environment's deployments that went well; null if there is none.</summary>
    public Task<DeploymentRecord?> LatestAsync(string environment, CancellationToken cancellationToken = default) => database.Reads.FirstAsync(
        new Statement($"SELECT {Columns} FROM deployment_records WHERE env = $1 AND kind = 'deployment' AND result = 'succeeded' ORDER BY seq DESC LIMIT 1").With(environment),
        Map,
        cancellationToken);

    /// <summary>Records from the newest, at most <paramref name="max"/> (1 to 1,000).</summary>
    public async Task<IReadOnlyList<DeploymentRecord>> ListAsync(DateTimeOffset? since, int max, CancellationToken cancellationToken = default) => await ReadAsync(
        new Statement($"SELECT {Columns} FROM deployment_records WHERE $1::timestamptz IS NULL OR recorded_at >= $1 ORDER BY seq DESC LIMIT $2")
            .With(since?.ToUniversalTime()).With(Math.Clamp(max, 1, MostRecords)),
        cancellationToken).ConfigureAwait(false);

    /// <summary>The first position at which a record was changed or removed; null when all are as they were written.</summary>
    public async Task<long?> FirstBrokenAsync(CancellationToken cancellationToken = default)
    {
        var statement = new Statement("""
            SELECT min(place) FROM (
                SELECT row_number() OVER (ORDER BY seq) AS place, r.seq, r.hash, r.previous_hash, lag(r.hash, 1, '\x') OVER (ORDER BY seq) AS before,
                    sha256(r.previous_hash || convert_to(deployment_record_text(r), 'UTF8')) AS made
                FROM deployment_records r) c
            WHERE c.place <> c.seq OR c.previous_hash <> c.before OR c.hash <> c.made
            """);
        return (await database.Reads.ListAsync(statement, static row => row.LongOrNull(0), cancellationToken).ConfigureAwait(false))[0];
    }

    private static DeploymentRecord Map(NpgsqlDataReader row) => new()
    {
        Seq = row.GetInt64(0),
        Id = row.GetGuid(1),
        Kind = row.GetString(2),
        Environment = row.GetString(3),
        ImageDigest = row.GetString(4),
        LockChecksum = row.GetString(5),
        BuildSha = row.GetString(6),
        ConfigManifestHash = row.GetString(7),
        Manifest = row.GetString(8),
        SecretVersions = row.GetString(9),
        OperatorId = row.GetString(10),
        ApproverId = row.TextOrNull(11),
        ChangeRecord = row.GetString(12),
        StartedAt = row.Time(13),
        FinishedAt = row.TimeOrNull(14),
        Result = row.GetString(15),
        RollbackOf = row.GuidOrNull(16),
        Reason = row.TextOrNull(17),
        IncidentId = row.TextOrNull(18),
        Gates = row.TextOrNull(19),
        RecordedAt = row.Time(20),
        Hash = row.GetString(21),
    };

    private Task<List<DeploymentRecord>> ReadAsync(Statement statement, CancellationToken cancellationToken) =>
        database.Reads.ListAsync(statement, Map, cancellationToken);
}
