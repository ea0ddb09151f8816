using System.Text.Json;
using Orleans;
using Vespid.Channels;
using Vespid.GrainInterfaces.ChatOps;
using Vespid.Grains.ChatOps;
using Vespid.Grains.Delivery;
using Vespid.Grains.Runtime;
using Vespid.Storage.ChatOps;
using Vespid.Storage.Entities;
using Vespid.Storage.Lanes;

namespace Vespid.Tests.Unit.ChatOps.Silos;

/// <summary>Two silos of one cluster: what one has just changed decides on the other, whose lists are as they were.</summary>
public sealed class SeveralSilosTests : IAsyncLifetime
{
    private readonly SharedRooms _rooms = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("vespid-unit-").FullName;
    private ChatSilo _here = null!;
    private ChatSilo _there = null!;

    public async Task InitializeAsync()
    {
        _here = await ChatSilo.StartAsync(_rooms, _folder);
        _there = await ChatSilo.StartAsync(_rooms);
    }

    public async Task DisposeAsync()
    {
        await _here.DisposeAsync();
        await _there.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task What_is_said_in_a_chat_that_another_silo_has_just_bound_reaches_its_room()
    {
        await _there.BindAsync("room", "telegram", "-1");
        var update = JsonSerializer.SerializeToElement(new
        {
            update_id = 1,
            message = new
            {
                message_id = 1, date = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds(), text = "hello", from = new { id = 7, first_name = "Ann" }, chat = new { id = -1, type = "group" },
            },
        });
        var router = new ChatEventRouter(
            _here.Get<ChatOpsSettings>(), _here.Get<ChatBindings>(), _here.Get<ControlCommits>(), _here.Get<IGrainFactory>(), null!, null!, _here.Get<UnboundChats>(),
            _here.Get<ChatOpsMetrics>(), TimeProvider.System);
        Know("42", "opsbot");

        Assert.True(await router.RouteAsync(_here.Get<ChatInstances>().Find("telegram")!, "update", BodyReader.Of(update)));

        Assert.Equal("hello", Assert.Single(_rooms.Rows.OfType<ChatMessageInsert>()).Text);
        Assert.Empty(_rooms.Rows.OfType<ChatUnboundNote>());
    }

    [Fact]
    public async Task A_room_knows_a_binding_that_another_silo_has_just_made_and_relays_to_one()
    {
        var from = await _there.BindAsync("room", "telegram", "-1");
        var to = await _there.BindAsync("room", "discord", "5");
        Know("42", "opsbot");

        Assert.Equal("relayed", await _here.Room("room").Accept(from, Said("hello")));

        Assert.Equal([ChatBindingRecord.LaneOf(to)], _rooms.Lanes);
    }

    [Fact]
    public async Task A_room_hears_a_binding_that_another_silo_has_just_resumed()
    {
        var binding = await _here.BindAsync("room", "telegram", "-1");
        await PutAsync(binding, "blocked");
        await _here.Get<ChatBindings>().ReloadAsync();
        await PutAsync(binding, "active");
        Know("42", "opsbot");

        Assert.Equal("relayed", await _here.Room("room").Accept(binding, Said("hello")));
    }

    [Fact]
    public async Task A_copy_for_a_binding_that_another_silo_has_just_made_is_not_given_up()
    {
        await _here.BindAsync("room", "telegram", "-1");
        Assert.IsType<Clearance.Go>(await ClearAsync(await _there.BindAsync("room", "discord", "5")));
        Assert.Equal("binding_gone", Assert.IsType<Clearance.Never>(await ClearAsync("bind_nobodys")).Error);
    }

    [Theory]
    [InlineData("active", "paused", "binding_paused")]
    [InlineData("active", "blocked", "binding_blocked")]
    [InlineData("blocked", "active", null)]
    public async Task A_copy_goes_by_what_another_silo_has_just_made_of_its_binding(string before, string now, string? why)
    {
        var binding = await _here.BindAsync("room", "discord", "5");
        await PutAsync(binding, before);
        await _here.Get<ChatBindings>().ReloadAsync();
        await PutAsync(binding, now);

        Assert.Equal(why, await ClearAsync(binding) switch
        {
            Clearance.Wait wait => wait.Why,
            Clearance.Never never => never.Error,
            _ => null,
        });
    }

    [Fact]
    public async Task A_silo_that_is_not_connected_knows_the_bot_by_what_its_connection_has_noted()
    {
        var binding = await _here.BindAsync("room", "telegram", "-1");
        Know("42", "opsbot");

        Assert.Equal("command", await _here.Room("room").Accept(binding, Said("/ops@opsbot status")));
        Assert.Equal("echo_1", await _here.Room("room").Accept(binding, Said("hello") with { Author = new ChatAuthor("42", ChatAuthorKind.Bot) }));
    }

    [Fact]
    public async Task A_bot_that_has_become_another_is_the_other_until_the_platform_itself_has_told()
    {
        var (bot, instances) = (_here.Get<ChatInstances>().Find("telegram")!, _here.Get<ChatInstances>());
        Know("42", "opsbot");
        await instances.TurnAsync(CancellationToken.None);
        Know("43", "otherbot");
        await instances.TurnAsync(CancellationToken.None);
        Assert.Equal(("43", "otherbot"), (bot.BotId, bot.BotName));

        _here.Telegram.On(nameof(IRoomClient.MeAsync), _ => Task.FromResult<RoomAnswer<RoomBot>>(new RoomAnswer<RoomBot>.Ok(new RoomBot("44", "truebot"))));
        await bot.AskSelfAsync(CancellationToken.None);
        await instances.TurnAsync(CancellationToken.None);
        Assert.Equal(("44", "truebot"), (bot.BotId, bot.BotName));
    }

    [Fact]
    public async Task A_probe_on_a_silo_that_is_not_connected_asks_for_the_rights_of_the_bot()
    {
        await ProbeAsync();
        Assert.Equal(["42"], Asked());
    }

    [Fact]
    public async Task A_probe_of_a_bot_that_nobody_knows_yet_asks_who_it_is()
    {
        _here.Telegram.On(nameof(IRoomClient.MeAsync), _ => Task.FromResult<RoomAnswer<RoomBot>>(new RoomAnswer<RoomBot>.NotSent("refused")));
        Assert.Equal("refused", Assert.Single((await ProbeAsync(known: false)).Missing));
        _here.Telegram.On(nameof(IRoomClient.MeAsync), _ => Task.FromResult<RoomAnswer<RoomBot>>(new RoomAnswer<RoomBot>.Ok(new RoomBot("44", null))));
        Assert.True((await ProbeAsync(known: false)).Ok);
        Assert.Equal(["44"], Asked());
    }

    [Fact]
    public async Task A_silo_that_does_not_lead_sweeps_its_own_folder()
    {
        _here.Lease.IsLeader = false;
        var media = Directory.CreateDirectory(Path.Combine(_folder, "chat-media")).FullName;
        var (old, young) = (Path.Combine(media, "old"), Path.Combine(media, "young"));
        await File.WriteAllTextAsync(old, "");
        await File.WriteAllTextAsync(young, "");
        File.SetLastWriteTimeUtc(old, TimeProvider.System.GetUtcNow().UtcDateTime.AddHours(-25));

        await _here.TickOwnServicesAsync();

        Assert.Equal([young], Directory.GetFiles(media));
    }

    private static ChatEvent Said(string text) => new()
    {
        Kind = ChatEventKind.Message, Channel = "telegram", InstanceId = "telegram", ExternalRoomId = "-1", ExternalMessageId = "1", Text = RichText.Plain(text),
        Author = new ChatAuthor("7", ChatAuthorKind.User, "ann"),
    };

    /// <summary>What the connection of the bot notes, wherever it is.</summary>
    private void Know(string id, string name) => _rooms.Note(new ChatBotRecord("telegram", id, name));

    private Task PutAsync(string binding, string status) => _there.Get<ControlCommits>().CommitAsync(null, new ChatBindingStatus(binding, status, null, null));

    private async Task<Clearance> ClearAsync(string binding)
    {
        var payload = ChatJson.Write(new RelayPayload { Op = RelayOps.Send, BindingId = binding });
        var entry = new OutboxEntry(
            Guid.AllBitsSet, ChatBindingRecord.LaneOf(binding), RelayKinds.Relay, Guid.Empty, null, null, payload, "queued", 0, TimeSpan.Zero, TimeSpan.FromHours(1), false, null, null, null,
            null, DateTimeOffset.UnixEpoch, null);
        return await _here.Make<RelayOutboxSender>().ClearAsync(entry, CancellationToken.None);
    }

    private async Task<BindingProbe> ProbeAsync(bool known = true)
    {
        if (known)
            Know("42", "opsbot");
        _here.Telegram.On(nameof(IRoomClient.CheckAsync), _ => Task.FromResult<RoomAnswer<RoomAccess>>(new RoomAnswer<RoomAccess>.Ok(new RoomAccess([], null))));
        var binding = await _rooms.Store.BindingAsync(await _here.BindAsync("room", "telegram", "-1"));
        return await _here.Get<ChatProbes>().AskAsync(binding!, _here.Get<ChatInstances>().Find("telegram")!, CancellationToken.None);
    }

    private IEnumerable<object?> Asked() => _here.Telegram.Calls.Where(call => call.Method == nameof(IRoomClient.CheckAsync)).Select(call => call.Arguments[2]);
}
