using Npgsql;
using Vespid.Storage.Feed;
using Vespid.Storage.Queries;
using Vespid.Storage.Rows;
using Vespid.Tests.Storage.Entities.Support;

namespace Vespid.Tests.Storage.Entities;

[Collection(EntityStore.Collection)]
public sealed class ChangeFeedTests(EntityStore store)
{
    private IChangeFeed Feed => store.Get<IChangeFeed>();

    [Fact]
    public async Task A_row_that_commits_late_is_neither_overtaken_nor_lost()
    {
        var tenant = await Tenant.CreateAsync(store);
        var account = await tenant.AddAccountAsync();
        var head = await Feed.HeadAsync();
        await using var connection = await store.Sql.OpenConnectionAsync();
        var slow = await connection.BeginTransactionAsync();
        var late = await InsertEventAsync(connection, slow, tenant, account.Id);
        var quick = await AddEventAsync(tenant, account.Id);
        Assert.Empty((await Feed.ReadEventsAsync(tenant.Id, null, head, 10)).Items);
        await slow.CommitAsync();

        await Wait.UntilAsync("both rows are settled", async () => (await Feed.ReadEventsAsync(tenant.Id, null, head, 10)).Items.Count == 2);
        var first = await Feed.ReadEventsAsync(tenant.Id, account.Id, head, 1);
        Assert.Equal([late], first.Items.Select(item => item.Id));
        var second = await Feed.ReadEventsAsync(tenant.Id, account.Id, first.Position, 10);
        Assert.Equal([quick], second.Items.Select(item => item.Id));
        var third = await Feed.ReadEventsAsync(tenant.Id, account.Id, second.Position, 10);
        Assert.Empty(third.Items);
        Assert.Equal(second.Position, third.Position);
    }

    [Fact]
    public async Task Rows_of_a_transaction_that_is_still_open_come_after_those_that_were_read_meanwhile()
    {
        var tenant = await Tenant.CreateAsync(store);
        var account = await tenant.AddAccountAsync();
        var head = await Feed.HeadAsync();
        await using var connection = await store.Sql.OpenConnectionAsync();
        await using var other = await store.Sql.OpenConnectionAsync();
        // The one that ends first has the lower transaction id, so it is settled while the other still writes.
        var first = await connection.BeginTransactionAsync();
        var one = await InsertEventAsync(connection, first, tenant, account.Id);
        var second = await other.BeginTransactionAsync();
        var two = await InsertEventAsync(other, second, tenant, account.Id);
        await first.CommitAsync();
        FeedBatch<EventItem> read = new([], head);
        await Wait.UntilAsync("the first row is settled", async () =>
        {
            read = await Feed.ReadEventsAsync(tenant.Id, null, head, 10);
            return read.Items.Count > 0;
        });
        Assert.Equal([one], read.Items.Select(item => item.Id));
        var three = await InsertEventAsync(other, second, tenant, account.Id);
        await second.CommitAsync();
        await Wait.UntilAsync("the others are settled", async () => (await Feed.ReadEventsAsync(tenant.Id, null, read.Position, 10)).Items.Count == 2);
        Assert.Equal([two, three], (await Feed.ReadEventsAsync(tenant.Id, null, read.Position, 10)).Items.Select(item => item.Id));
    }

    [Fact]
    public async Task The_head_of_the_feed_is_after_what_was_there_and_before_what_comes()
    {
        var tenant = await Tenant.CreateAsync(store);
        await AddAuditAsync(tenant, "before");
        FeedPosition head = default;
        await Wait.UntilAsync("the head has passed what was there", async () =>
        {
            head = await Feed.HeadAsync();
            return (await Feed.ReadAuditAsync(tenant.Id, head, 10)).Items.Count == 0;
        });
        await AddAuditAsync(tenant, "after");
        await Wait.UntilAsync("what came is settled", async () => (await Feed.ReadAuditAsync(tenant.Id, head, 10)).Items.Count > 0);
        Assert.Equal(["after"], (await Feed.ReadAuditAsync(tenant.Id, head, 10)).Items.Select(item => item.Action));
    }

    [Fact]
    public void A_position_is_text_that_reads_back_and_nothing_else_does()
    {
        var position = new FeedPosition(ulong.MaxValue - 5, Tenant.NextId());
        Assert.True(FeedPosition.TryParse(position.ToString(), out var read));
        Assert.Equal(position, read);
        foreach (var text in new[] { null, "", ".", "x.y", "1.", ".00000000000000000000000000000000", "zz.00000000000000000000000000000000" })
            Assert.False(FeedPosition.TryParse(text, out _), text);
    }

    [Fact]
    public async Task A_web_chat_stream_reads_on_after_the_reply_it_saw_last()
    {
        var tenant = await Tenant.CreateAsync(store);
        var account = await tenant.AddAccountAsync("webchat");
        foreach (var text in new[] { "one", "two", "three" })
            await store.ApplyAsync(new WebchatMessageRow(Tenant.NextId(), tenant.Id, account.Id, "visitor", text, null));
        await store.ApplyAsync(new WebchatMessageRow(Tenant.NextId(), tenant.Id, account.Id, "another", "other", null));
        IReadOnlyList<WebchatReply> all = [];
        await Wait.UntilAsync("the replies are settled", async () =>
        {
            all = await Feed.ReadWebchatAsync(account.Id, "visitor", 0, 100);
            return all.Count == 3;
        });
        Assert.Equal(["one", "two", "three"], all.Select(reply => reply.Text));
        Assert.Equal(["two"], (await Feed.ReadWebchatAsync(account.Id, "visitor", all[0].Seq, 1)).Select(reply => reply.Text));
        Assert.Empty(await Feed.ReadWebchatAsync(account.Id, "visitor", all[2].Seq, 100));
    }

    private static async Task<Guid> InsertEventAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, Tenant tenant, Guid accountId)
    {
        var id = Tenant.NextId();
        await using var command = new NpgsqlCommand(
            "INSERT INTO channel_event_log (id, organization_id, account_id, event_type) VALUES ($1, $2, $3, 'test')", connection, transaction);
        foreach (var value in new[] { id, tenant.Id, accountId })
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        await command.ExecuteNonQueryAsync();
        return id;
    }

    private async Task<Guid> AddEventAsync(Tenant tenant, Guid accountId)
    {
        var id = Tenant.NextId();
        await store.ApplyAsync(new ChannelEventRow(id, tenant.Id, accountId, null, "test", "info", null, null));
        return id;
    }

    private Task AddAuditAsync(Tenant tenant, string action) =>
        store.ApplyAsync(new AuditRow(Tenant.NextId(), tenant.Id, "system", null, action, "test", null, null, null));
}
