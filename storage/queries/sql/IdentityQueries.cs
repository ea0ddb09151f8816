using Npgsql;

namespace Vespid.Storage.Queries;

internal sealed class IdentityQueries(Database database) : IIdentityQueries
{
    public const string WorkerTokenColumns = "t.id, t.organization_id, t.name, t.created_by_user_id, t.created_at, t.revoked_at";
    private const string UserColumns = "id, email, display_name, password_hash, deployment_role, created_at, updated_at";

    private const string Memberships = """
        SELECT m.organization_id, o.name, m.user_id, m.role, m.created_at FROM memberships m JOIN organizations o ON o.id = m.organization_id
        """;

    public Task<UserItem?> UserByEmailAsync(string email, CancellationToken cancellationToken = default) =>
        database.Reads.FirstAsync(new Statement($"SELECT {UserColumns} FROM users WHERE email = lower($1)").With(email), MapUser, cancellationToken);

    public Task<UserItem?> UserAsync(Guid userId, CancellationToken cancellationToken = default) =>
        database.Reads.FirstAsync(new Statement($"SELECT {UserColumns} FROM users WHERE id = $1").With(userId), MapUser, cancellationToken);

    public Task<bool> HasOperatorAsync(CancellationToken cancellationToken = default) =>
        IsAsync(new Statement("SELECT EXISTS (SELECT 1 FROM users WHERE deployment_role = 'operator')"), cancellationToken);

    public async Task<IReadOnlyList<MembershipItem>> MembershipsAsync(Guid userId, CancellationToken cancellationToken = default) =>
        await database.Reads.ListAsync(
            new Statement($"{Memberships} WHERE m.user_id = $1 ORDER BY m.created_at, m.organization_id LIMIT 200").With(userId),
            MapMembership, cancellationToken).ConfigureAwait(false);

    public Task<MembershipItem?> MembershipAsync(Guid organizationId, Guid userId, CancellationToken cancellationToken = default) =>
        database.Reads.FirstAsync(
            new Statement($"{Memberships} WHERE m.organization_id = $1 AND m.user_id = $2").With(organizationId).With(userId),
            MapMembership, cancellationToken);

    public Task<AuthSessionItem?> AuthSessionByRefreshHashAsync(byte[] refreshHash, CancellationToken cancellationToken = default) =>
        database.Reads.FirstAsync(new Statement("""
            SELECT id, user_id, refresh_hash = $1, revoked_at IS NULL AND expires_at > now(), created_at, rotated_at, expires_at, revoked_at
            FROM auth_sessions WHERE refresh_hash = $1 OR previous_refresh_hash = $1 ORDER BY refresh_hash = $1 DESC, rotated_at DESC LIMIT 1
            """).With(refreshHash), MapSession, cancellationToken);

    public Task<bool> IsAuthSessionLiveAsync(Guid sessionId, CancellationToken cancellationToken = default) =>
        IsAsync(new Statement(
            "SELECT EXISTS (SELECT 1 FROM auth_sessions WHERE id = $1 AND revoked_at IS NULL AND expires_at > now())").With(sessionId), cancellationToken);

    public Task<WorkerTokenItem?> WorkerTokenByHashAsync(byte[] tokenHash, CancellationToken cancellationToken = default) =>
        database.Reads.FirstAsync(
            new Statement($"SELECT {WorkerTokenColumns} FROM worker_tokens t WHERE t.token_hash = $1 AND t.revoked_at IS NULL").With(tokenHash),
            MapWorkerToken, cancellationToken);

    public async Task<Guid?> OrganizationOfAccountAsync(Guid accountId, CancellationToken cancellationToken = default)
    {
        var found = await database.Reads.ListAsync(
            new Statement("SELECT organization_id FROM channel_accounts WHERE id = $1").With(accountId),
            row => row.GetGuid(0), cancellationToken).ConfigureAwait(false);
        return found is [var organizationId] ? organizationId : null;
    }

    public Task<bool> AccountKeyExistsAsync(string channelId, string accountKey, CancellationToken cancellationToken = default) =>
        IsAsync(
            new Statement("SELECT EXISTS (SELECT 1 FROM channel_accounts WHERE channel_id = $1 AND account_key = $2)").With(channelId).With(accountKey),
            cancellationToken);

    internal static WorkerTokenItem MapWorkerToken(NpgsqlDataReader row) => new(
        row.GetGuid(0), row.GetGuid(1), row.GetString(2), row.GuidOrNull(3), row.Time(4), row.TimeOrNull(5));

    private static UserItem MapUser(NpgsqlDataReader row) => new(
        row.GetGuid(0), row.GetString(1), row.TextOrNull(2), row.GetString(3), row.TextOrNull(4), row.Time(5), row.Time(6));

    private static MembershipItem MapMembership(NpgsqlDataReader row) => new(
        row.GetGuid(0), row.GetString(1), row.GetGuid(2), row.GetString(3), row.Time(4));

    private static AuthSessionItem MapSession(NpgsqlDataReader row) => new(
        row.GetGuid(0), row.GetGuid(1), row.GetBoolean(2), row.GetBoolean(3), row.Time(4), row.Time(5), row.Time(6), row.TimeOrNull(7));

    private async Task<bool> IsAsync(Statement statement, CancellationToken cancellationToken) =>
        (await database.Reads.ListAsync(statement, row => row.GetBoolean(0), cancellationToken).ConfigureAwait(false))[0];
}
