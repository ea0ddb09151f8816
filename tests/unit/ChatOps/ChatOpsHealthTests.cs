using Vespid.Gateway.ChatOps;
using Vespid.GrainInterfaces.ChatOps;
using Vespid.Storage.ChatOps;

namespace Vespid.Tests.Unit.ChatOps;

/// <summary>How the rooms are, in one word and the reasons for it.</summary>
[Trait("acceptance", "1")]
public sealed class ChatOpsHealthTests
{
    private static readonly ChatOpsSettings On = new() { Enabled = true, Instances = [new ChatInstanceSettings("telegram", "telegram", "t", "TELEGRAM_BOT_TOKEN")] };

    [Fact]
    public async Task What_is_off_is_well() => Assert.Equal("disabled", (await StateAsync(ChatOpsSettings.Off, new Rows([], []))).State);

    [Fact]
    public async Task Without_bindings_it_is_up_and_degraded()
    {
        var (state, reasons) = await StateAsync(On, new Rows([new ChatRoomItem("r", "R", LegalHold: false, [])], [Connection("connected")]));
        Assert.Equal(("degraded", "chat_no_bindings"), (state, Assert.Single(reasons)));
    }

    [Theory]
    [InlineData("connected", "active", 0, null, "ready")]
    [InlineData("connecting", "active", 0, null, "starting")]
    [InlineData("disconnected", "active", 0, null, "degraded")]
    [InlineData("error", "active", 0, null, "degraded")]
    [InlineData("connected", "conflict", 0, null, "degraded")]
    [InlineData("connected", "blocked", 0, null, "degraded")]
    [InlineData("connected", "paused_loop", 0, null, "degraded")]
    [InlineData("connected", "paused", 0, 900.0, "ready")]
    [InlineData("connected", "active", 1, null, "degraded")]
    [InlineData("connected", "active", 0, 299.0, "ready")]
    [InlineData("connected", "active", 0, 301.0, "degraded")]
    public async Task It_says_what_keeps_it_from_being_ready(string connection, string binding, int dead, double? age, string state)
    {
        var item = new ChatBindingItem(
            "bind_1", "r", "telegram", "telegram", "-1", null, "both", Enabled: true, binding, null, null, null, null, null, QueueDepth: age is null ? 0 : 1, age, dead);
        var told = await StateAsync(On, new Rows([new ChatRoomItem("r", "R", LegalHold: false, [item])], [Connection(connection)]));
        Assert.Equal((state, state == "degraded"), (told.State, told.Reasons.Count > 0));
    }

    private static ChatConnectionItem Connection(string status) => new("telegram", "telegram", status, null, null, null, null, 0, 0, DateTimeOffset.UnixEpoch);

    private static Task<(string State, IReadOnlyList<string> Reasons)> StateAsync(ChatOpsSettings settings, IChatQueries rows) =>
        new ChatOpsHealth(settings, rows).StateAsync(CancellationToken.None);

    /// <summary>Rooms and connections, and nothing else.</summary>
    private sealed class Rows(IReadOnlyList<ChatRoomItem> rooms, IReadOnlyList<ChatConnectionItem> connections) : IChatQueries
    {
        public Task<IReadOnlyList<ChatRoomItem>> RoomsAsync(CancellationToken cancellationToken = default) => Task.FromResult(rooms);

        public Task<IReadOnlyList<ChatConnectionItem>> ConnectionsAsync(CancellationToken cancellationToken = default) => Task.FromResult(connections);

        public Task<IReadOnlyList<ChatMessageItem>> MessagesAsync(string? roomId, int max, CancellationToken cancellationToken = default) => throw new NotSupportedException();

        public Task<IReadOnlyList<ChatTimelineItem>> TimelineAsync(int max, CancellationToken cancellationToken = default) => throw new NotSupportedException();

        public Task<ChatGuardrails> GuardrailsAsync(CancellationToken cancellationToken = default) => throw new NotSupportedException();

        public Task<IReadOnlyList<ChatApprovalRecord>> PendingAsync(CancellationToken cancellationToken = default) => throw new NotSupportedException();

        public Task<IReadOnlyList<ChatDeadLetterItem>> DeadLettersAsync(string? bindingId, int max, CancellationToken cancellationToken = default) => throw new NotSupportedException();

        public Task<IReadOnlyList<ChatUnboundItem>> UnboundAsync(int max, CancellationToken cancellationToken = default) => throw new NotSupportedException();

        public Task<string> ChangeMarkAsync(CancellationToken cancellationToken = default) => throw new NotSupportedException();
    }
}
