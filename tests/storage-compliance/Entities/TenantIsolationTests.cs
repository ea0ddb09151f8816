using System.Collections;
using System.Reflection;
using Npgsql;
using Vespid.Storage;
using Vespid.Storage.Entities;
using Vespid.Storage.Feed;
using Vespid.Storage.Queries;
using Vespid.Storage.Rows;
using Vespid.Tests.Storage.Entities.Support;

namespace Vespid.Tests.Storage.Entities;

[Collection(EntityStore.Collection)]
public sealed class TenantIsolationTests(EntityStore store)
{
    private static readonly string[] Tables =
    [
        "organizations", "memberships", "worker_tokens", "channel_accounts", "channel_account_secrets", "channel_allowlist_entries",
        "channel_pairing_requests", "workflows", "agent_sessions", "inbound_messages", "runs", "outbox", "webchat_messages",
        "channel_event_log", "audit_events", "channel_messages", "channel_events",
    ];

    [Fact]
    public async Task Every_query_answers_the_owner_and_shows_another_organization_nothing()
    {
        var (owner, stranger) = (await Tenant.CreateAsync(store), await Tenant.CreateAsync(store));
        var ids = await FillAsync(owner);
        Type[] services =
        [
            typeof(IAccountQueries), typeof(IPairingQueries), typeof(IWorkflowQueries), typeof(IMessageQueries), typeof(IOutboxQueries),
            typeof(ISessionQueries), typeof(IOrganizationQueries),
        ];
        var asked = 0;
        foreach (var service in services)
        {
            foreach (var method in service.GetMethods())
            {
                Assert.False(IsEmpty(await InvokeAsync(service, method, owner.Id, ids)), $"{service.Name}.{method.Name} finds nothing for its owner");
                var foreign = await InvokeAsync(service, method, stranger.Id, ids);
                Assert.True(IsEmpty(WithoutOwn(foreign, stranger)), $"{service.Name}.{method.Name} shows rows of another organization");
                asked++;
            }
        }

        Assert.True(asked >= 20, $"{asked} queries were asked");
        var feed = store.Get<IChangeFeed>();
        await Wait.UntilAsync("the feeds show the owner's rows", async () =>
            (await feed.ReadEventsAsync(owner.Id, null, default, 100)).Items.Count > 0 && (await feed.ReadAuditAsync(owner.Id, default, 100)).Items.Count > 0);
        Assert.Empty((await feed.ReadEventsAsync(stranger.Id, ids.AccountId, default, 100)).Items);
        Assert.Empty((await feed.ReadAuditAsync(stranger.Id, default, 100)).Items);
    }

    [Fact]
    public async Task The_database_itself_hides_the_rows_of_others_from_a_query_without_a_condition()
    {
        var (one, two) = (await Tenant.CreateAsync(store), await Tenant.CreateAsync(store));
        await FillAsync(one);
        await FillAsync(two);
        foreach (var table in Tables)
        {
            var column = table == "organizations" ? "id" : "organization_id";
            var seen = await AsQueryRoleAsync(one.Id, $"SELECT count(*) FILTER (WHERE {column} = '{one.Id}'), count(*) FROM {table}");
            Assert.True(seen.Own > 0, $"{table} shows its owner nothing");
            Assert.Equal((table, seen.Own), (table, seen.All));
            Assert.Equal((table, 0L), (table, (await AsQueryRoleAsync(null, $"SELECT 0::bigint, count(*) FROM {table}")).All));
        }

        Assert.Equal(1L, (await AsQueryRoleAsync(one.Id, "SELECT 0::bigint, count(id) FROM users")).All);
    }

    [Fact]
    public async Task Lists_are_read_under_the_role_that_sees_one_organization_and_in_a_read_only_transaction()
    {
        var (one, two) = (await Tenant.CreateAsync(store), await Tenant.CreateAsync(store));
        await one.AddAccountAsync();
        await two.AddAccountAsync();
        var reader = store.Get<TenantReader>();
        var seen = await reader.ListAsync(
            one.Id, new Vespid.Storage.Statement("SELECT organization_id FROM channel_accounts"), row => row.GetGuid(0), CancellationToken.None);
        Assert.Equal([one.Id], seen);
        var settings = await reader.ListAsync(
            one.Id, new Vespid.Storage.Statement("SELECT current_user || ' ' || current_setting('transaction_read_only')"), row => row.GetString(0), CancellationToken.None);
        Assert.Equal(["vespid_query on"], settings);
    }

    [Theory]
    [InlineData("SELECT password_hash FROM users")]
    [InlineData("SELECT * FROM auth_sessions")]
    [InlineData("SELECT * FROM grain_state")]
    [InlineData("UPDATE workflows SET name = 'x'")]
    [InlineData("DELETE FROM outbox")]
    [InlineData("INSERT INTO runtime_flags (name, enabled) VALUES ('x', true)")]
    public async Task The_query_role_may_neither_write_nor_read_what_no_list_shows(string sql)
    {
        var denied = await Assert.ThrowsAsync<PostgresException>(() => AsQueryRoleAsync(Guid.CreateVersion7(), sql));
        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, denied.SqlState);
    }

    [Fact]
    public async Task A_connection_that_a_query_used_goes_back_with_its_own_role()
    {
        var tenant = await Tenant.CreateAsync(store);
        for (var i = 0; i < 5; i++)
        {
            await store.Get<IAccountQueries>().ListAsync(tenant.Id, null, Tenant.All);
            var statement = new Statement(
                "SELECT current_user = session_user AND coalesce(current_setting('vespid.organization_id', true), '') = '' AND current_setting('transaction_read_only') = 'off'");
            Assert.Equal([true], await store.Database.Reads.ListAsync(statement, static row => row.GetBoolean(0), CancellationToken.None));
        }
    }

    private static object? WithoutOwn(object? result, Tenant stranger) => result switch
    {
        // What a stranger sees of its own.
        OrganizationItem organization when organization.Id == stranger.Id => null,
        Page<MemberItem> page when page.Items.All(member => member.OrganizationId == stranger.Id) => null,
        _ => result,
    };

    private static bool IsEmpty(object? result) => result switch
    {
        null or 0 => true,
        RedrivePreview preview => preview is { Total: 0, Ids.Count: 0, Sample.Count: 0 },
        IEnumerable list => !list.Cast<object>().Any(),
        _ when result.GetType() is { IsGenericType: true } type && type.GetGenericTypeDefinition() == typeof(Page<>) =>
            !((IEnumerable)type.GetProperty(nameof(Page<>.Items))!.GetValue(result)!).Cast<object>().Any(),
        _ => false,
    };

    private async Task<object?> InvokeAsync(Type service, MethodInfo method, Guid organizationId, OwnedIds ids)
    {
        var arguments = method.GetParameters().Select(parameter => Argument(parameter, organizationId, ids)).ToArray();
        var task = (Task)method.Invoke(typeof(EntityStore).GetMethod(nameof(EntityStore.Get))!.MakeGenericMethod(service).Invoke(store, null), arguments)!;
        await task;
        return task.GetType().GetProperty("Result")!.GetValue(task);
    }

    private static object? Argument(ParameterInfo parameter, Guid organizationId, OwnedIds ids) => parameter.Name switch
    {
        "organizationId" => organizationId,
        "accountId" => ids.AccountId,
        "workflowId" => ids.WorkflowId,
        "runId" => ids.RunId,
        "sessionId" => ids.SessionId,
        "requestId" => ids.PairingId,
        "id" => ids.DeadLetterId,
        "ids" => new[] { ids.DeadLetterId },
        "scope" => "dm",
        "subject" => "a",
        "conversationId" or "channelId" or "status" => null,
        "max" => 10,
        _ when parameter.ParameterType == typeof(PageRequest) => Tenant.All,
        _ when parameter.ParameterType == typeof(OutboxFilter) => new OutboxFilter(),
        _ when parameter.ParameterType == typeof(CancellationToken) => CancellationToken.None,
        _ => throw new InvalidOperationException($"No argument for {parameter.Name} of {parameter.Member.Name}."),
    };

    private async Task<OwnedIds> FillAsync(Tenant tenant)
    {
        var account = await tenant.AddAccountAsync();
        var workflow = await tenant.AddWorkflowAsync();
        var session = await tenant.AddSessionAsync(account.Id);
        var message = await tenant.AddMessageAsync(account.Id, triggered: 1);
        var run = await tenant.AddRunAsync(workflow, message: message);
        var dead = await tenant.AddOutboxAsync(account.Id, status: "dead_letter");
        var pairing = await tenant.AddPairingAsync(account.Id, "someone");
        var protector = store.Get<Vespid.Storage.Secrets.ISecretProtector>();
        await store.ApplyAsync(
            new AllowlistPut(Tenant.NextId(), tenant.Id, account.Id, "dm", "a", null),
            new SecretPut(Tenant.NextId(), tenant.Id, account.Id, "token", protector.Seal("x", Vespid.Storage.Secrets.SecretPurpose.OfAccount(tenant.Id, account.Id, "token")), null, null),
            new WorkerTokenInsert(Tenant.NextId(), tenant.Id, "worker", Guid.CreateVersion7().ToByteArray(), null),
            new ChannelEventRow(Tenant.NextId(), tenant.Id, account.Id, null, "channel.signature.invalid", "warn", null, null),
            new WebchatMessageRow(Tenant.NextId(), tenant.Id, account.Id, "conversation", "text", null),
            new AuditRow(Tenant.NextId(), tenant.Id, "user", null, "x", "y", null, null, null));
        return new OwnedIds(account.Id, workflow, run, session, pairing, dead.Id);
    }

    private async Task<(long Own, long All)> AsQueryRoleAsync(Guid? organizationId, string sql)
    {
        await using var connection = await store.Sql.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using (var enter = new NpgsqlCommand("SELECT set_config('role', 'vespid_query', true), set_config('vespid.organization_id', $1, true)", connection, transaction))
        {
            enter.Parameters.Add(new NpgsqlParameter { Value = organizationId?.ToString() ?? "" });
            await enter.ExecuteNonQueryAsync();
        }

        await using var command = new NpgsqlCommand(sql, connection, transaction);
        await using var reader = await command.ExecuteReaderAsync();
        await reader.ReadAsync();
        return (reader.GetInt64(0), reader.GetInt64(1));
    }

    private sealed record OwnedIds(Guid AccountId, Guid WorkflowId, Guid RunId, Guid SessionId, Guid PairingId, Guid DeadLetterId);
}
