using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Npgsql;
using Vespid.Storage.Secrets;

namespace Vespid.Storage.Snapshots;

/// <summary>
/// Reads accounts with all that belongs to them in one round trip. Versions are read first: what changes between the statements makes a
/// snapshot that is newer than its version says, and a commit finds that stale.
/// </summary>
internal sealed partial class AccountLoader(Database database, ISecretProtector protector, ILogger<AccountLoader> logger) : IAccountLoader
{
    private const string Accounts = """
        SELECT a.id, a.version, a.channel_id, a.account_key, a.ingress_key, a.enabled, a.dm_policy, a.group_policy, a.require_mention_in_group,
            a.webhook_url, a.metadata::text, a.updated_by_user_id,
            o.id, o.version, o.channel_runtime_enabled, o.agent_kind, o.monthly_run_limit, o.inflight_run_limit, a.status
        FROM channel_accounts a JOIN organizations o ON o.id = a.organization_id WHERE 
        """;

    private const string Allowlist = """
        SELECT a.id, e.scope, e.subject
        FROM channel_accounts a JOIN channel_allowlist_entries e ON e.account_id = a.id WHERE 
        """;

    private const string Secrets = """
        SELECT a.id, a.organization_id, s.name, s.retires_at - now(),
            s.kek_id, s.dek_ciphertext, s.dek_iv, s.dek_tag, s.secret_ciphertext, s.secret_iv, s.secret_tag
        FROM channel_accounts a JOIN channel_account_secrets s ON s.account_id = a.id AND (s.retires_at IS NULL OR s.retires_at > now())
        WHERE 
        """;

    private const string NewestSecretFirst = " ORDER BY a.id, s.name, s.retires_at DESC NULLS FIRST";

    private const string Triggers = """
        SELECT w.organization_id, w.id, w.created_by_user_id, w.dsl #>> '{trigger,config}'
        FROM workflows w
        WHERE w.status = 'published' AND w.dsl #>> '{trigger,type}' = 'trigger.channel'
            AND w.organization_id IN (SELECT a.organization_id FROM channel_accounts a WHERE 
        """;

    private const string InOrder = ") ORDER BY w.organization_id, w.id";

    public async Task<IReadOnlyList<(Guid Id, long Version, long OrganizationVersion)>> ListRunningAsync(
        IReadOnlyCollection<string> settings, CancellationToken cancellationToken) =>
        await database.Reads.ListAsync(
            new Statement("""
                SELECT a.id, a.version, o.version
                FROM channel_accounts a JOIN organizations o ON o.id = a.organization_id
                WHERE a.enabled AND a.status <> 'stopped' AND a.metadata ?| $1
                ORDER BY a.id
                """).WithAll([.. settings]),
            static row => (row.GetGuid(0), row.GetInt64(1), row.GetInt64(2)),
            cancellationToken).ConfigureAwait(false);

    public Task<IReadOnlyList<LoadedAccount>> LoadAsync(AccountLookup lookup, CancellationToken cancellationToken) => database.Reads.ReadAsync(
        [
            lookup.Ask(Accounts + lookup.Predicate),
            lookup.Ask(Allowlist + lookup.Predicate),
            lookup.Ask(Secrets + lookup.Predicate + NewestSecretFirst),
            lookup.Ask(Triggers + lookup.Predicate + InOrder),
        ],
        reader => ReadAsync(reader, cancellationToken),
        cancellationToken);

    private async Task<IReadOnlyList<LoadedAccount>> ReadAsync(NpgsqlDataReader reader, CancellationToken cancellationToken)
    {
        List<Draft> drafts = [];
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
            drafts.Add(ReadAccount(reader));
        var byId = drafts.ToDictionary(draft => draft.Snapshot.Id);

        await reader.NextResultAsync(cancellationToken).ConfigureAwait(false);
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            if (byId.TryGetValue(reader.GetGuid(0), out var draft))
                draft.Allowlist.Add((reader.GetString(1).Trim().ToLowerInvariant(), reader.GetString(2)));
        }

        await reader.NextResultAsync(cancellationToken).ConfigureAwait(false);
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            if (byId.TryGetValue(reader.GetGuid(0), out var draft))
                ReadSecret(reader, draft);
        }

        await reader.NextResultAsync(cancellationToken).ConfigureAwait(false);
        Dictionary<Guid, List<ChannelTrigger>> triggers = [];
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
            ReadTrigger(reader, triggers);
        return Finish(drafts, triggers);
    }

    private static Draft ReadAccount(NpgsqlDataReader reader)
    {
        using var metadata = JsonDocument.Parse(reader.GetString(10));
        return new Draft(
            new AccountSnapshot
            {
                Id = reader.GetGuid(0),
                Version = reader.GetInt64(1),
                ChannelId = reader.GetString(2),
                AccountKey = reader.GetString(3),
                Enabled = reader.GetBoolean(5),
                Status = reader.GetString(18),
                DmPolicy = reader.GetString(6),
                GroupPolicy = reader.GetString(7),
                RequireMentionInGroup = reader.GetBoolean(8),
                WebhookUrl = reader.IsDBNull(9) ? null : reader.GetString(9),
                Metadata = metadata.RootElement.Clone(),
                UpdatedByUserId = reader.IsDBNull(11) ? null : reader.GetGuid(11),
                Allowlist = [],
                Secrets = FrozenDictionary<string, ImmutableArray<string>>.Empty,
                Organization = new OrganizationSnapshot
                {
                    Id = reader.GetGuid(12),
                    Version = reader.GetInt64(13),
                    ChannelRuntimeEnabled = reader.GetBoolean(14),
                    AgentKind = reader.GetString(15),
                    MonthlyRunLimit = reader.IsDBNull(16) ? null : reader.GetInt32(16),
                    InflightRunLimit = reader.IsDBNull(17) ? null : reader.GetInt32(17),
                    Triggers = [],
                },
            },
            reader.GetString(4));
    }

    private static void ReadTrigger(NpgsqlDataReader reader, Dictionary<Guid, List<ChannelTrigger>> triggers)
    {
        var organizationId = reader.GetGuid(0);
        var trigger = TriggerParser.Parse(
            reader.GetGuid(1), reader.IsDBNull(2) ? null : reader.GetGuid(2), reader.IsDBNull(3) ? null : reader.GetString(3));
        if (trigger is null)
            return;
        if (!triggers.TryGetValue(organizationId, out var list))
            triggers.Add(organizationId, list = []);
        list.Add(trigger);
    }

    private static List<LoadedAccount> Finish(List<Draft> drafts, Dictionary<Guid, List<ChannelTrigger>> triggers)
    {
        Dictionary<Guid, OrganizationSnapshot> organizations = [];
        List<LoadedAccount> loaded = new(drafts.Count);
        foreach (var draft in drafts)
        {
            var read = draft.Snapshot.Organization;
            if (!organizations.TryGetValue(read.Id, out var organization))
            {
                organization = triggers.TryGetValue(read.Id, out var list) ? read with { Triggers = [.. list] } : read;
                organizations.Add(read.Id, organization);
            }

            var snapshot = draft.Snapshot with
            {
                Organization = organization,
                Allowlist = draft.Allowlist.ToFrozenSet(),
                Secrets = draft.Secrets.ToFrozenDictionary(pair => pair.Key, pair => pair.Value.ToImmutable(), StringComparer.Ordinal),
                UnreadableSecrets = [.. draft.Unreadable],
            };
            loaded.Add(new LoadedAccount(snapshot, draft.IngressKey, draft.HoldsFor));
        }

        return loaded;
    }

    private void ReadSecret(NpgsqlDataReader reader, Draft draft)
    {
        var name = reader.GetString(2);
        if (!reader.IsDBNull(3))
        {
            var retiresIn = reader.GetTimeSpan(3);
            draft.HoldsFor = draft.HoldsFor is { } earlier && earlier < retiresIn ? earlier : retiresIn;
        }

        var secret = SecretColumns.Read(reader, 4);
        try
        {
            var value = protector.Open(secret, SecretPurpose.OfAccount(reader.GetGuid(1), draft.Snapshot.Id, name));
            if (!draft.Secrets.TryGetValue(name, out var values))
                draft.Secrets.Add(name, values = ImmutableArray.CreateBuilder<string>());
            values.Add(value);
        }
        catch (SecretUnreadableException)
        {
            LogUnreadable(logger, draft.Snapshot.Id, name, secret.KekId);
            draft.Unreadable.Add(name);
        }
    }

    [LoggerMessage(EventId = 1, EventName = "account.secret.unreadable", Level = LogLevel.Error, Message = "account.secret.unreadable {AccountId} {SecretName} {KekId}")]
    private static partial void LogUnreadable(ILogger logger, Guid accountId, string secretName, string kekId);

    private sealed class Draft(AccountSnapshot snapshot, string ingressKey)
    {
        public AccountSnapshot Snapshot { get; } = snapshot;

        public string IngressKey { get; } = ingressKey;

        public HashSet<(string Scope, string Subject)> Allowlist { get; } = [];

        public Dictionary<string, ImmutableArray<string>.Builder> Secrets { get; } = new(StringComparer.Ordinal);

        public SortedSet<string> Unreadable { get; } = new(StringComparer.Ordinal);

        public TimeSpan? HoldsFor { get; set; }
    }
}
