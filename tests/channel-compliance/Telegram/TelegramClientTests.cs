using System.Text.Json.Nodes;
using Vespid.Channels;
using Vespid.Vendors;

namespace Vespid.Tests.Channels.Telegram;

public sealed class TelegramClientTests : IAsyncLifetime
{
    private static readonly TimeSpan LongPoll = TimeSpan.FromSeconds(40);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private FakeTelegram _telegram = null!;
    private ChannelsHost _host = null!;

    private ITelegramClient Client => _host.Telegram;

    private string Token => _telegram.BotToken;

    public async Task InitializeAsync()
    {
        _telegram = await FakeTelegram.StartAsync();
        _host = new(options => options.TelegramApiBaseUrl = _telegram.Url);
    }

    public async Task DisposeAsync()
    {
        _host.Dispose();
        await _telegram.DisposeAsync();
    }

    [Fact]
    public async Task Knows_the_bot() => Assert.Equal(
        new TelegramAnswer<TelegramBot>.Ok(new(_telegram.BotId, _telegram.BotUsername)), await Client.GetMeAsync(Token, CancellationToken.None));

    [Fact]
    public async Task Updates_come_again_until_the_next_offset_confirms_them()
    {
        var first = _telegram.PushText(5, 5, "one");
        var second = _telegram.PushText(5, 5, "two");

        Assert.Equal([first, second], await PollAsync(null));
        Assert.Equal([first, second], await PollAsync(null));
        Assert.Equal([second], await PollAsync(second));
        Assert.Equal([second], await PollAsync(null));
        Assert.Empty(await PollAsync(second + 1));
        Assert.Equal(0, _telegram.Unconfirmed);
    }

    [Fact]
    public async Task A_waiting_poll_ends_with_the_next_update()
    {
        var polling = Client.GetUpdatesAsync(Token, null, LongPoll, CancellationToken.None);
        await _telegram.Calls.WaitForCountAsync(1, Patience);
        var id = _telegram.PushText(5, 5, "one");

        Assert.Equal([id], Ids(await polling.WaitAsync(Patience)));
    }

    [Fact]
    public async Task A_second_poll_ends_the_first_with_a_conflict()
    {
        var first = Client.GetUpdatesAsync(Token, null, LongPoll, CancellationToken.None);
        await _telegram.Calls.WaitForCountAsync(1, Patience);
        var second = Client.GetUpdatesAsync(Token, null, LongPoll, CancellationToken.None);

        Assert.Equal(409, Refused(await first.WaitAsync(Patience)).Code);
        _telegram.PushText(5, 5, "one");
        Assert.Single(Ids(await second.WaitAsync(Patience)));
    }

    [Fact]
    public async Task A_poll_asks_for_the_kinds_that_can_be_read()
    {
        await PollAsync(17);

        var body = JsonNode.Parse(Assert.Single(_telegram.Calls.All).Body)!;
        Assert.Equal(17, body["offset"]!.GetValue<long>());
        Assert.Equal(TelegramUpdateKinds.Allowed, body["allowed_updates"]!.AsArray().Select(kind => kind!.GetValue<string>()));
    }

    [Fact]
    public async Task One_odd_update_does_not_hide_the_others()
    {
        _telegram.Push($"{{\"message\":{{\"text\":\"deep\",\"extra\":{Json.Nested(200, "1")}}}}}");
        _telegram.PushText(5, 5, "after");

        var updates = Assert.IsType<TelegramAnswer<IReadOnlyList<TelegramUpdate>>.Ok>(
            await Client.GetUpdatesAsync(Token, null, TimeSpan.Zero, CancellationToken.None)).Value;

        Assert.Equal("after", Read.One(_host.Updates.Read(updates[1], Accounts.Of("telegram"), null)).Text);
        Assert.NotNull(_host.Updates.Read(updates[0], Accounts.Of("telegram"), null));
    }

    [Fact]
    public async Task A_webhook_ends_polling_until_it_is_deleted()
    {
        Assert.IsType<TelegramAnswer<bool>.Ok>(await Client.SetWebhookAsync(Token, new("https://example.com/ingress"), "s3cret", CancellationToken.None));
        Assert.Equal(("https://example.com/ingress", "s3cret"), (_telegram.WebhookUrl, _telegram.WebhookSecret));
        Assert.Equal(409, Refused(await Client.GetUpdatesAsync(Token, null, TimeSpan.Zero, CancellationToken.None)).Code);

        Assert.IsType<TelegramAnswer<bool>.Ok>(await Client.DeleteWebhookAsync(Token, CancellationToken.None));
        Assert.Empty(await PollAsync(null));
    }

    [Fact]
    public async Task A_limit_says_how_long()
    {
        _telegram.Faults.Add(new VendorFault.RateLimited(9), call: "getUpdates");

        var refused = Refused(await Client.GetUpdatesAsync(Token, null, TimeSpan.Zero, CancellationToken.None));

        Assert.Equal((429, TimeSpan.FromSeconds(9)), (refused.Code, refused.RetryAfter));
    }

    [Fact]
    public async Task A_wrong_token_is_unauthorized() => Assert.Equal(
        401, Assert.IsType<TelegramAnswer<TelegramBot>.Refused>(await Client.GetMeAsync("1:wrong", CancellationToken.None)).Code);

    [Fact]
    public async Task An_answer_that_is_no_json_or_too_long_is_lost_not_thrown()
    {
        _telegram.Faults.Add(new VendorFault.AcceptThenGarbage(), call: "getMe");

        Assert.IsType<TelegramAnswer<TelegramBot>.Lost>(await Client.GetMeAsync(Token, CancellationToken.None));
    }

    [Fact]
    public async Task Stopping_ends_a_waiting_poll_at_once()
    {
        using var stop = new CancellationTokenSource();
        var polling = Client.GetUpdatesAsync(Token, null, LongPoll, stop.Token);
        await _telegram.Calls.WaitForCountAsync(1, Patience);

        await stop.CancelAsync();

        Assert.Equal("canceled", Assert.IsType<TelegramAnswer<IReadOnlyList<TelegramUpdate>>.Lost>(await polling.WaitAsync(Patience)).Error);
    }

    private async Task<IReadOnlyList<long>> PollAsync(long? offset) => Ids(await Client.GetUpdatesAsync(Token, offset, TimeSpan.Zero, CancellationToken.None));

    private static IReadOnlyList<long> Ids(TelegramAnswer<IReadOnlyList<TelegramUpdate>> answer) =>
        [.. Assert.IsType<TelegramAnswer<IReadOnlyList<TelegramUpdate>>.Ok>(answer).Value.Select(update => update.UpdateId)];

    private static TelegramAnswer<IReadOnlyList<TelegramUpdate>>.Refused Refused(TelegramAnswer<IReadOnlyList<TelegramUpdate>> answer) =>
        Assert.IsType<TelegramAnswer<IReadOnlyList<TelegramUpdate>>.Refused>(answer);
}
