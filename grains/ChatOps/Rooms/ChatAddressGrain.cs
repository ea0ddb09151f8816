using System.Security.Cryptography;
using System.Text;
using Vespid.GrainInterfaces.ChatOps;
using Vespid.GrainInterfaces.Control;
using Vespid.Grains.Audit;
using Vespid.Grains.Runtime;
using Vespid.Storage.ChatOps;
using Vespid.Storage.Commits;
using Vespid.Storage.Entities;

namespace Vespid.Grains.ChatOps;

/// <remarks>One turn at a time for each address, and below it a unique index: nobody takes an address that is another room's, at whatever moment.</remarks>
internal sealed class ChatAddressGrain(IChatStore store, ControlCommits commits, ChatBindings bindings, AuditTrail audit) : Grain, IChatAddressGrain
{
    private string Key => this.GetPrimaryKeyString();

    public async Task<AddressClaim> Claim(ClaimAddress command, Actor actor)
    {
        if (await OwnerAsync() is { } owner)
            return await AlreadyAsync(owner, command, actor);
        var id = BindingId(Key);
        var status = await commits.CommitAsync(
            null,
            new ChatBindingInsert(
                id, command.RoomId, command.Channel, command.InstanceId, command.ExternalRoomId, command.TopicId, command.Options.Enabled,
                ChatJson.Write(command.Options), command.Origin),
            audit.Of(null, actor, "binding.claimed", "chat_binding", id, ("room", command.RoomId), ("address", Key)));
        await bindings.ReloadAsync();
        if (status == CommitStatus.Applied)
            return new AddressClaim("claimed", id, command.RoomId);
        // Somebody was faster, or a chat has migrated here.
        return await OwnerAsync() is { } other ? await AlreadyAsync(other, command, actor) : throw new CommitUnavailableException("The address was taken and is free again.");
    }

    public async Task<Refusal?> Release(string roomId, Actor actor)
    {
        if (await OwnerAsync() is not { } owner)
            return Refusal.NotFound("Binding");
        if (owner.RoomId != roomId)
            return Refusal.Conflict("binding_conflict", $"The address belongs to the room {owner.RoomId}.");
        return await CommitAsync(
            new ChatBindingDelete(owner.Id, roomId), audit.Of(null, actor, "binding.released", "chat_binding", owner.Id, ("room", roomId), ("address", Key)));
    }

    public async Task<Refusal?> Move(string fromRoomId, string toRoomId, Actor actor)
    {
        if (await OwnerAsync() is not { } owner)
            return Refusal.NotFound("Binding");
        if (await store.RoomNameAsync(toRoomId) is null)
            return Refusal.NotFound("Room");
        return await CommitAsync(
            new ChatBindingMove(owner.Id, fromRoomId, toRoomId), audit.Of(null, actor, "binding.moved", "chat_binding", owner.Id, ("from", fromRoomId), ("room", toRoomId)));
    }

    public async Task<Refusal?> Migrate(string newExternalRoomId, Actor actor)
    {
        if (await OwnerAsync() is not { } owner)
            return null;
        if (owner.ExternalRoomId == newExternalRoomId)
            return null;
        return await CommitAsync(
            new ChatBindingRekey(owner.Id, owner.ExternalRoomId, newExternalRoomId),
            audit.Of(null, actor, "binding.migrated", "chat_binding", owner.Id, ("from", owner.ExternalRoomId), ("external_room_id", newExternalRoomId)));
    }

    /// <summary>Same address, same id: a claim that is repeated after a crash makes no second binding.</summary>
    internal static string BindingId(string key) => "bind_" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)).AsSpan(0, 8));

    /// <summary>What a room wanted and another has; again the same.</summary>
    internal static string ConflictId(string roomId, string key) => BindingId($"{roomId}|{key}");

    private async Task<AddressClaim> AlreadyAsync(ChatBindingRecord owner, ClaimAddress command, Actor actor)
    {
        if (owner.RoomId == command.RoomId)
        {
            var options = ChatJson.Write(command.Options);
            // As this release writes them: what is stored may be of an older one, or in another order.
            if (command.Origin == owner.Origin && (ChatJson.Write(ChatJson.Read<BindingOptions>(owner.Options)) != options || owner.Enabled != command.Options.Enabled))
            {
                await CommitAsync(
                    new ChatBindingConfigure(owner.Id, command.Options.Enabled, options), audit.Of(null, actor, "binding.configured", "chat_binding", owner.Id, ("room", owner.RoomId)));
            }

            return new AddressClaim("already_yours", owner.Id, owner.RoomId);
        }

        await CommitAsync(
            new ChatBindingConflict(
                ConflictId(command.RoomId, Key), command.RoomId, command.Channel, command.InstanceId, command.ExternalRoomId, command.TopicId, owner.RoomId, command.Origin),
            audit.Of(null, actor, "binding.conflict", "chat_binding", owner.Id, ("wanted_room", command.RoomId), ("existing_room", owner.RoomId), ("address", Key)));
        return new AddressClaim("conflict", null, owner.RoomId);
    }

    private async Task<ChatBindingRecord?> OwnerAsync() =>
        (await store.BindingsAsync()).FirstOrDefault(binding => binding.Status != "conflict" && (AddressKeys.Of(binding) == Key || AliasOf(binding) == Key));

    /// <summary>The address that the chat had before it became another one: its owner is the same.</summary>
    private static string? AliasOf(ChatBindingRecord binding) =>
        binding.MigratedFrom is { } old ? AddressKeys.Of(binding.Channel, binding.InstanceId, old, binding.TopicId) : null;

    private async Task<Refusal?> CommitAsync(CommitRow row, CommitRow trail)
    {
        var status = await commits.CommitAsync(null, row, trail);
        await bindings.ReloadAsync();
        return status == CommitStatus.Applied ? null : Refusal.Conflict("binding_changed", "The binding has changed meanwhile; look again.");
    }
}
