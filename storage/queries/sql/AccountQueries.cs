using Npgsql;

namespace Vespid.Storage.Queries;

internal sealed class AccountQueries(TenantReader reader) : IAccountQueries
{
    private const string List = "accounts";
    private const string AllowlistName = "allowlist";
    private const int LatestEvents = 20;

    private const string Columns = """
        a.id, a.organization_id, a.channel_id, a.account_key, a.ingress_key, a.display_name, a.enabled, a.status, a.dm_policy, a.group_policy,
        a.require_mention_in_group, a.webhook_url, a.metadata::text, a.last_error, a.last_seen_at, a.version, a.created_by_user_id,
        a.updated_by_user_id, a.created_at, a.updated_at
        """;

    private const string AllowlistColumns = "e.id, e.organization_id, e.account_id, e.scope, e.subject, e.created_by_user_id, e.created_at";

    public async Task<Page<AccountItem>> ListAsync(Guid organizationId, string? channelId, PageRequest page, CancellationToken cancellationToken = default)
    {
        var after = Cursor.ReadTimeAndId(List, page.Cursor);
        var rows = await reader.ListAsync(organizationId, new Statement($"""
            SELECT {Columns} FROM channel_accounts a
            WHERE a.organization_id = $1 AND ($2 IS NULL OR a.channel_id = $2)
                AND ($3 IS NULL OR a.updated_at < $3 OR a.updated_at = $3 AND a.id > $4)
            ORDER BY a.updated_at DESC, a.id LIMIT $5
            """).With(organizationId).With(channelId).With(after?.Time).With(after?.Id).With(page.Take + 1), Map, cancellationToken).ConfigureAwait(false);
        return Cursor.Page(rows, page.Take, row => Cursor.Write(List, row.UpdatedAt, row.Id));
    }

    public Task<AccountItem?> GetAsync(Guid organizationId, Guid accountId, CancellationToken cancellationToken = default) =>
        reader.FirstAsync(organizationId, Get(organizationId, accountId), Map, cancellationToken);

    public Task<AccountStatus?> StatusAsync(Guid organizationId, Guid accountId, CancellationToken cancellationToken = default) =>
        reader.ReadAsync<AccountStatus?>(
            organizationId,
            [
                Get(organizationId, accountId),
                new Statement("""
                    SELECT
                        (SELECT count(*) FROM channel_account_secrets WHERE organization_id = $1 AND account_id = $2 AND retires_at IS NULL)::int,
                        (SELECT count(*) FROM channel_pairing_requests
                         WHERE organization_id = $1 AND account_id = $2 AND status = 'pending' AND expires_at > now())::int,
                        (SELECT count(*) FROM channel_allowlist_entries WHERE organization_id = $1 AND account_id = $2)::int,
                        (SELECT now() - min(created_at) FROM outbox
                         WHERE organization_id = $1 AND account_id = $2 AND status IN ('queued', 'sending', 'retrying', 'unknown')),
                        (SELECT count(*) FROM (
                            SELECT 1 FROM outbox
                            WHERE organization_id = $1 AND account_id = $2 AND status IN ('queued', 'sending', 'retrying', 'unknown') LIMIT 1000) o)::int,
                        (SELECT count(*) FROM (
                            SELECT 1 FROM outbox WHERE organization_id = $1 AND account_id = $2 AND status = 'dead_letter' LIMIT 1000) d)::int,
                        (SELECT count(*) FROM (
                            SELECT 1 FROM runs
                            WHERE organization_id = $1 AND account_id = $2 AND status = 'queued' AND NOT admitted LIMIT 1000) r)::int
                    """).With(organizationId).With(accountId),
                EventSql.Newest(organizationId, accountId, null, LatestEvents),
            ],
            async rows =>
            {
                if ((await rows.AllAsync(Map, cancellationToken).ConfigureAwait(false)) is not [var account])
                    return null;
                var counts = (await rows.NextAsync(
                    row => (Secrets: row.GetInt32(0), Pairings: row.GetInt32(1), Allowlist: row.GetInt32(2), Oldest: row.SpanOrNull(3),
                        Open: row.GetInt32(4), Dead: row.GetInt32(5), HeldBack: row.GetInt32(6)),
                    cancellationToken).ConfigureAwait(false))[0];
                var events = await rows.NextAsync(EventSql.Map, cancellationToken).ConfigureAwait(false);
                return new AccountStatus(
                    account, counts.Secrets, counts.Pairings, counts.Allowlist,
                    [.. events.Select(found => found.Item).OrderByDescending(item => item.CreatedAt).Take(LatestEvents)],
                    counts.Oldest, counts.Open, counts.Dead, counts.HeldBack);
            },
            cancellationToken);

    public async Task<Page<AllowlistItem>> AllowlistAsync(
        Guid organizationId, Guid accountId, string? scope, PageRequest page, CancellationToken cancellationToken = default)
    {
        var after = Cursor.Read(AllowlistName, page.Cursor, 2);
        var rows = await reader.ListAsync(organizationId, new Statement($"""
            SELECT {AllowlistColumns} FROM channel_allowlist_entries e
            WHERE e.organization_id = $1 AND e.account_id = $2 AND ($3 IS NULL OR e.scope = $3)
                AND ($4 IS NULL OR (e.scope, e.subject) > ($4, $5))
            ORDER BY e.scope, e.subject LIMIT $6
            """).With(organizationId).With(accountId).With(scope).With(after?[0]).With(after?[1]).With(page.Take + 1),
            MapAllowlist, cancellationToken).ConfigureAwait(false);
        return Cursor.Page(rows, page.Take, row => Cursor.Write(AllowlistName, row.Scope, row.Subject));
    }

    public Task<AllowlistItem?> AllowlistEntryAsync(
        Guid organizationId, Guid accountId, string scope, string subject, CancellationToken cancellationToken = default) =>
        reader.FirstAsync(organizationId, new Statement($"""
            SELECT {AllowlistColumns} FROM channel_allowlist_entries e
            WHERE e.organization_id = $1 AND e.account_id = $2 AND e.scope = $3 AND e.subject = $4
            """).With(organizationId).With(accountId).With(scope).With(subject), MapAllowlist, cancellationToken);

    public async Task<IReadOnlyList<SecretItem>> SecretsAsync(Guid organizationId, Guid accountId, CancellationToken cancellationToken = default) =>
        await reader.ListAsync(organizationId, new Statement("""
            SELECT s.id, s.organization_id, s.account_id, s.name, s.kek_id,
                (SELECT max(o.retires_at) FROM channel_account_secrets o
                 WHERE o.account_id = s.account_id AND o.name = s.name AND o.retires_at > now()),
                s.created_by_user_id, s.updated_by_user_id, s.created_at, s.updated_at
            FROM channel_account_secrets s
            WHERE s.organization_id = $1 AND s.account_id = $2 AND s.retires_at IS NULL
            ORDER BY s.name LIMIT 200
            """).With(organizationId).With(accountId), MapSecret, cancellationToken).ConfigureAwait(false);

    private static Statement Get(Guid organizationId, Guid accountId) => new Statement(
        $"SELECT {Columns} FROM channel_accounts a WHERE a.organization_id = $1 AND a.id = $2").With(organizationId).With(accountId);

    private static AccountItem Map(NpgsqlDataReader row) => new()
    {
        Id = row.GetGuid(0),
        OrganizationId = row.GetGuid(1),
        ChannelId = row.GetString(2),
        AccountKey = row.GetString(3),
        IngressKey = row.GetString(4),
        DisplayName = row.TextOrNull(5),
        Enabled = row.GetBoolean(6),
        Status = row.GetString(7),
        DmPolicy = row.GetString(8),
        GroupPolicy = row.GetString(9),
        RequireMentionInGroup = row.GetBoolean(10),
        WebhookUrl = row.TextOrNull(11),
        Metadata = row.GetString(12),
        LastError = row.TextOrNull(13),
        LastSeenAt = row.TimeOrNull(14),
        Version = row.GetInt64(15),
        CreatedByUserId = row.GuidOrNull(16),
        UpdatedByUserId = row.GuidOrNull(17),
        CreatedAt = row.Time(18),
        UpdatedAt = row.Time(19),
    };

    private static AllowlistItem MapAllowlist(NpgsqlDataReader row) => new(
        row.GetGuid(0), row.GetGuid(1), row.GetGuid(2), row.GetString(3), row.GetString(4), row.GuidOrNull(5), row.Time(6));

    private static SecretItem MapSecret(NpgsqlDataReader row) => new(
        row.GetGuid(0), row.GetGuid(1), row.GetGuid(2), row.GetString(3), row.GetString(4), row.TimeOrNull(5), row.GuidOrNull(6), row.GuidOrNull(7),
        row.Time(8), row.Time(9));
}
