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
using Vespid.Tests.Unit.Gateway;

namespace Vespid.Tests.Unit.ChatOps.Silos;

/// <summary>Two silos of one cluster: what one has just changed decides on the other, whose lists are as they were.</summary>
public sealed class SeveralSilosTests : IAsyncLifetime
{
    private readonly SharedRooms _rooms = new();
    private ChatSilo _here = null!;
    private ChatSilo _there = null!;

    public async Task InitializeAsync()
    {
        _here = await ChatSilo.StartAsync(_rooms);
        _there = await ChatSilo.StartAsync(_rooms);
    }

    public async Task DisposeAsync()
    {
        await _here.DisposeAsync();
        await _there.DisposeAsync();
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

        Assert.True(await router.RouteAsync(_here.Get<ChatInstances>().Find("telegram")!, "update", BodyReader.Of(update)));

        Assert.Equal("hello", Assert.Single(_rooms.Rows.OfType<ChatMessageInsert>()).Text);
        Assert.Empty(_rooms.Rows.OfType<ChatUnboundNote>());
    }

    [Fact]
    public async Task A_room_knows_a_binding_that_another_silo_has_just_made_and_relays_to_one()
    {
        var from = await _there.BindAsync("room", "telegram", "-1");
        var to = await _there.BindAsync("room", "discord", "5");

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

    private static ChatEvent Said(string text) => new()
    {
        Kind = ChatEventKind.Message, Channel = "telegram", InstanceId = "telegram", ExternalRoomId = "-1", ExternalMessageId = "1", Text = RichText.Plain(text),
        Author = new ChatAuthor("7", ChatAuthorKind.User, "ann"),
    };

    private Task PutAsync(string binding, string status) => _there.Get<ControlCommits>().CommitAsync(null, new ChatBindingStatus(binding, status, null, null));

    private async Task<Clearance> ClearAsync(string binding)
    {
        var payload = ChatJson.Write(new RelayPayload { Op = RelayOps.Send, BindingId = binding });
        var entry = new OutboxEntry(
            Guid.AllBitsSet, ChatBindingRecord.LaneOf(binding), RelayKinds.Relay, Guid.Empty, null, null, payload, "queued", 0, TimeSpan.Zero, TimeSpan.FromHours(1), false, null, null, null,
            null, DateTimeOffset.UnixEpoch, null);
        return await _here.Make<RelayOutboxSender>().ClearAsync(entry, CancellationToken.None);
    }
}
