namespace Vespid.Bench.Table.Sections;

/// <summary>
/// Statements that fill a database in bulk, with triggers off: an organisation with a published workflow for each ten accounts, all of them
/// started and open to everybody.
/// </summary>
internal static class Population
{
    private const int AccountsEach = 10;

    private const string TriggersOff = "SET session_replication_role = replica";

    private const string Dsl = """{"version":"v2","trigger":{"type":"trigger.channel","config":{"channelId":"telegram"}},"nodes":[{"id":"n1","type":"agent.execute"}]}""";

    /// <summary>Ids are made from numbers, so that any of them can be named without looking it up.</summary>
    private const string Account = "md5('account' || i)::uuid";

    private static readonly string Organization = $"md5('organization' || (i - 1) / {AccountsEach})::uuid";

    public static string KeyOf(int account) => $"growth-{account}";

    /// <summary>Accounts from one number to another.</summary>
    public static string[] Accounts(int from, int to, string? webhookUrl = null) =>
    [
        TriggersOff,
        $"INSERT INTO organizations (id, name) SELECT DISTINCT {Organization}, 'growth' FROM generate_series({from}, {to}) i ON CONFLICT DO NOTHING",
        $"""
        INSERT INTO workflows (id, organization_id, name, status, dsl, published_at)
        SELECT DISTINCT {Organization}, {Organization}, 'growth', 'published', '{Dsl}'::jsonb, now() FROM generate_series({from}, {to}) i ON CONFLICT DO NOTHING
        """,
        $"""
        INSERT INTO channel_accounts (id, organization_id, channel_id, account_key, ingress_key, enabled, status, dm_policy, webhook_url)
        SELECT {Account}, {Organization}, 'telegram', 'growth-' || i, md5('key' || i), true, 'running', 'open', {(webhookUrl is null ? "NULL" : $"'{webhookUrl}'")}
        FROM generate_series({from}, {to}) i
        """,
        $"""
        INSERT INTO channel_allowlist_entries (id, organization_id, account_id, scope, subject)
        SELECT {Account}, {Organization}, {Account}, 'sender', '*' FROM generate_series({from}, {to}) i
        """,
        "VACUUM ANALYZE organizations, workflows, channel_accounts, channel_allowlist_entries",
    ];

    /// <summary>Accepted messages of the past with their finished runs, evenly over the accounts.</summary>
    public static string[] Messages(int messages, int accounts) =>
    [
        TriggersOff,
        $"""
        INSERT INTO inbound_messages (
            id, organization_id, account_id, conversation_id, sender_id, sender_display_name, provider_message_id, dedupe_key, event, mention_matched,
            text, status, reason, workflows_triggered, payload, received_at, created_at)
        SELECT {TimedId("m")}, {Organization}, {Account}, (5000 + m / {accounts} % 100)::text, (5000 + m / {accounts} % 100)::text, 'Load', m::text, m::text, 'message.dm', false,
            'stored before ' || m, 'accepted', 'accepted', 1, json_build_object('update_id', m, 'filler', repeat('x', 300)), now() - interval '1 day', now() - interval '1 day'
        FROM (SELECT m, m % {accounts} + 1 AS i FROM generate_series(1, {messages}) m) numbered
        """,
        $"""
        INSERT INTO runs (id, organization_id, kind, status, workflow_id, account_id, conversation_id, message_id, trigger_type, trigger_source, output, attempt_count, created_at, started_at, finished_at)
        SELECT {TimedId("m")}, {Organization}, 'workflow', 'succeeded', {Organization}, {Account}, (5000 + m / {accounts} % 100)::text, {TimedId("m")}, 'channel', 'channel.internal',
            '{"{}"}', 1, now() - interval '1 day', now() - interval '1 day', now() - interval '1 day'
        FROM (SELECT m, m % {accounts} + 1 AS i FROM generate_series(1, {messages}) m) numbered
        """,
        "VACUUM ANALYZE inbound_messages, runs",
        "CHECKPOINT",
    ];

    /// <summary>Replies that wait, evenly over the lanes.</summary>
    public static string[] Outbox(int entries, int lanes, int accounts) =>
    [
        $"""
        INSERT INTO outbox (id, lane_key, kind, organization_id, account_id, conversation_id, payload, expires_at)
        SELECT {TimedId("m")}, replace({Account}::text, '-', '') || '|' || lane, 'reply', {Organization}, {Account}, lane, json_build_object('text', 'waiting ' || m), now() + interval '1 day'
        FROM (SELECT m, (m % {lanes})::text AS lane, m % {lanes} % {accounts} + 1 AS i FROM generate_series(1, {entries}) m) numbered
        """,
        "VACUUM ANALYZE outbox",
        "CHECKPOINT",
    ];

    /// <summary>A UUIDv7 of some day in the past.</summary>
    private static string TimedId(string number) =>
        $"(lpad(to_hex(1700000000000 + {number}), 12, '0') || '7' || substr(md5({number}::text), 1, 3) || '8' || substr(md5({number}::text), 4, 15))::uuid";
}
