using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Orleans.Concurrency;
using Vespid.GrainInterfaces.ChatOps;
using Vespid.GrainInterfaces.Control;
using Vespid.GrainInterfaces.Delivery;
using Vespid.GrainInterfaces.Determinism;
using Vespid.Grains.Audit;
using Vespid.Grains.Runtime;
using Vespid.Storage.ChatOps;
using Vespid.Storage.Commits;
using Vespid.Storage.Entities;

namespace Vespid.Grains.ChatOps;

[StatelessWorker]
internal sealed partial class ChatDeskGrain(
    ChatOpsSettings settings,
    IChatStore store,
    ChatBindings bindings,
    ChatInstances instances,
    ChatProbes probes,
    ControlCommits commits,
    AuditTrail audit,
    TimeProvider clock,
    IIdSource ids,
    ILogger<ChatDeskGrain> logger) : Grain, IChatDeskGrain
{
    private static readonly TimeSpan ProbePatience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan ProbeInterval = TimeSpan.FromMilliseconds(100);

    public async Task<BootstrapResult> Bootstrap(Actor actor)
    {
        var (claimed, unchanged) = (0, 0);
        var conflicts = ImmutableArray.CreateBuilder<string>();
        foreach (var room in settings.Rooms)
        {
            if (await store.RoomNameAsync(room.RoomId) is var name && name != room.RoomName)
            {
                await commits.CommitAsync(
                    null, new ChatRoomPut(room.RoomId, room.RoomName, "config"),
                    audit.Of(null, actor, name is null ? "room.created" : "room.renamed", "chat_room", room.RoomId, ("from", name), ("name", room.RoomName)));
            }

            var (taken, kept, conflict) = await ClaimAsync(room, actor);
            claimed += taken;
            unchanged += kept;
            if (conflict is not null)
                conflicts.Add(conflict);
        }

        await commits.CommitAsync(null, new ChatConflictsSettle(conflicts.ToImmutable()));
        await bindings.ReloadAsync();
        return new BootstrapResult(settings.Rooms.Length, claimed, unchanged, conflicts.Count);
    }

    public async Task<Outcome<AddressClaim>> Bind(ClaimAddress command, Actor actor)
    {
        if (await store.RoomNameAsync(command.RoomId) is null)
            return Refusal.NotFound("Room");
        if (instances.Find(command.InstanceId) is not { } instance || instance.Channel != command.Channel)
            return Refusal.BadField("instance", "Must be a configured bot of that platform.");
        if (command.ExternalRoomId.Length is 0 or > 64 || command.ExternalRoomId.AsSpan().TrimStart('-').ContainsAnyExceptInRange('0', '9'))
            return Refusal.BadField("externalRoomId", "Must be a number.");
        var claim = await AddressOf(command).Claim(command with { Origin = "console" }, actor);
        return claim.Result == "conflict"
            ? Refusal.Conflict("binding_conflict", $"The address belongs to the room {claim.OwnerRoomId}.")
            : claim;
    }

    public async Task<Refusal?> Hold(string roomId, bool held, string reason, Actor actor)
    {
        if (await store.RoomNameAsync(roomId) is null)
            return Refusal.NotFound("Room");
        var status = await commits.CommitAsync(
            null, new ChatRoomHold(roomId, held), audit.Of(null, actor, held ? "room.held" : "room.released", "chat_room", roomId, ("reason", reason)));
        return status == CommitStatus.Applied ? null : Refusal.Conflict("room_unchanged", "The room is so already.");
    }

    public async Task<Refusal?> DeleteBinding(string bindingId, Actor actor)
    {
        if (await store.BindingAsync(bindingId) is not { } binding)
            return Refusal.NotFound("Binding");
        if (binding.Status != "conflict")
            return await AddressOf(binding).Release(binding.RoomId, actor);
        return await CommitAsync(new ChatBindingDelete(bindingId, binding.RoomId), audit.Of(null, actor, "binding.released", "chat_binding", bindingId, ("room", binding.RoomId)));
    }

    public Task<Refusal?> Pause(string bindingId, string? reason, int? minutes, Actor actor) => minutes is < 1 or > 10_080
        ? Task.FromResult<Refusal?>(Refusal.BadField("minutes", "Must be 1 to 10080."))
        : ChangeAsync(
            bindingId, new ChatBindingStatus(bindingId, "paused", reason ?? "paused", minutes is { } given ? TimeSpan.FromMinutes(given) : null),
            audit.Of(null, actor, "binding.paused", "chat_binding", bindingId, ("reason", reason), ("minutes", minutes)));

    public Task<Refusal?> Resume(string bindingId, Actor actor) =>
        ChangeAsync(bindingId, new ChatBindingStatus(bindingId, "active", null, null), audit.Of(null, actor, "binding.resumed", "chat_binding", bindingId));

    public async Task<Refusal?> Move(string bindingId, string toRoomId, Actor actor) => await store.BindingAsync(bindingId) is { Status: not "conflict" } binding
        ? await AddressOf(binding).Move(binding.RoomId, toRoomId, actor)
        : Refusal.NotFound("Binding");

    public async Task<Outcome<BindingProbe>> Probe(string bindingId, Actor actor)
    {
        if (await store.BindingAsync(bindingId) is not { Status: not "conflict" } binding || instances.Find(binding.InstanceId) is not { } instance)
            return Refusal.NotFound("Binding");
        var probe = await probes.AskAsync(binding, instance, CancellationToken.None);
        await commits.CommitAsync(null, audit.Of(null, actor, "binding.probed", "chat_binding", bindingId, ("ok", probe.Ok)));
        return probe;
    }

    public async Task<Outcome<RoomProbe>> TestSend(string roomId, Actor actor)
    {
        if (await store.RoomNameAsync(roomId) is null)
            return Refusal.NotFound("Room");
        var (id, room) = (ids.NewId(), GrainFactory.GetGrain<IRoomGrain>(roomId));
        await commits.CommitAsync(null, audit.Of(null, actor, "room.test_send", "chat_room", roomId));
        await room.Announce(id, "probe", RichText.Plain($"Probe of the room {roomId}; it removes itself. [{id:N}]"));
        var copies = await ArrivedAsync(id);
        await room.Withdraw(id);
        var expected = (await bindings.ReadRoomAsync(roomId)).Where(binding => binding.Record.Enabled && binding.Options.Direction is not "inbound").ToList();
        var hops = expected.Select(binding => HopOf(binding, copies.FirstOrDefault(copy => copy.BindingId == binding.Id))).ToImmutableArray();
        return new RoomProbe(hops.Length > 0 && hops.All(hop => hop.Status == "sent"), id, hops);
    }

    public async Task<Outcome<int>> Redrive(ImmutableArray<Guid> entryIds, Actor actor) => await GrainFactory.GetGrain<IDeadLetterGrain>(Guid.Empty).Redrive(entryIds, actor);

    public async Task<Refusal?> Decide(string approvalId, bool approve, Actor actor)
    {
        if (await store.ApprovalAsync(approvalId) is not { } approval)
            return Refusal.NotFound("Approval");
        if (approval.Status != "pending" || approval.IsOver)
            return Refusal.Conflict("approval_over", $"It is {(approval.Status == "pending" ? "expired" : approval.Status)}.");
        var by = "console:" + (actor.Id ?? actor.Kind);
        var request = ChatJson.Read<CommandRequest>(approval.Command);
        var trail = audit.Of(null, actor, approve ? "approval.approved" : "approval.denied", "chat_approval", approvalId, ("command", CommandNames.Spell(request.Command)));
        var status = approve
            ? await commits.CommitAsync(
                null, new ChatApprovalDecide(approvalId, "approved", by), RoomCommands.EntryOf(request.ApprovedEntry, request with { ApprovedBy = by }), trail)
            : await commits.CommitAsync(
                null, new ChatApprovalDecide(approvalId, "denied", by), new ChatActionEnd(approval.ActionId, "blocked", "denied", "denied by " + by, null), trail);
        return status == CommitStatus.Applied ? null : Refusal.Conflict("approval_over", "Somebody has decided already.");
    }

    /// <returns>Bindings that the room has now, those that it had already, and the conflict at which it stopped.</returns>
    private async Task<(int Claimed, int Unchanged, string? Conflict)> ClaimAsync(ChatRoomSettings room, Actor actor)
    {
        var (claimed, unchanged) = (0, 0);
        foreach (var binding in room.Bindings)
        {
            var claim = new ClaimAddress(room.RoomId, binding.Channel, binding.InstanceId, binding.ExternalRoomId, binding.TopicId, binding.Options, "config");
            switch ((await AddressOf(claim).Claim(claim, actor)).Result)
            {
                case "claimed":
                    claimed++;
                    break;
                case "already_yours":
                    unchanged++;
                    break;
                default:
                    // Nothing is taken from another room, and the rest of this one waits until somebody has looked.
                    Log.Conflict(logger, binding.Channel, binding.InstanceId, binding.ExternalRoomId, room.RoomId);
                    return (claimed, unchanged, ChatAddressGrain.ConflictId(room.RoomId, KeyOf(claim)));
            }
        }

        return (claimed, unchanged, null);
    }

    private async Task<IReadOnlyList<ChatCopyRecord>> ArrivedAsync(Guid messageId)
    {
        var started = clock.GetTimestamp();
        using var timer = new PeriodicTimer(ProbeInterval, clock);
        while (true)
        {
            var copies = await store.CopiesAsync(messageId);
            if (copies.All(copy => copy.Status != "pending") || clock.GetElapsedTime(started) > ProbePatience)
                return copies;
            await timer.WaitForNextTickAsync();
        }
    }

    private static ProbeHop HopOf(ChatBinding binding, ChatCopyRecord? copy) => copy is null
        ? new ProbeHop(binding.Id, binding.Channel, "not_queued: " + binding.Record.Status, null)
        : new ProbeHop(binding.Id, binding.Channel, copy.Status, copy.SentAt is { } sent ? (sent - copy.CreatedAt).TotalMilliseconds : null);

    private async Task<Refusal?> ChangeAsync(string bindingId, CommitRow row, CommitRow trail) =>
        await store.BindingAsync(bindingId) is null ? Refusal.NotFound("Binding") : await CommitAsync(row, trail);

    private async Task<Refusal?> CommitAsync(CommitRow row, CommitRow trail)
    {
        var status = await commits.CommitAsync(null, row, trail);
        await bindings.ReloadAsync();
        return status == CommitStatus.Applied ? null : Refusal.Conflict("binding_unchanged", "The binding is so already.");
    }

    private IChatAddressGrain AddressOf(ClaimAddress claim) => GrainFactory.GetGrain<IChatAddressGrain>(KeyOf(claim));

    private static string KeyOf(ClaimAddress claim) => AddressKeys.Of(claim.Channel, claim.InstanceId, claim.ExternalRoomId, claim.TopicId);

    private IChatAddressGrain AddressOf(ChatBindingRecord binding) => GrainFactory.GetGrain<IChatAddressGrain>(AddressKeys.Of(binding));

    private static partial class Log
    {
        [LoggerMessage(
            EventId = 2620, EventName = "chat.binding.conflict", Level = LogLevel.Warning,
            Message = "Address {Channel}/{Instance}/{External} belongs to another room than {Wanted}; nothing was changed")]
        public static partial void Conflict(ILogger logger, string channel, string instance, string external, string wanted);
    }
}
