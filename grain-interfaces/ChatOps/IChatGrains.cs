using System.Collections.Immutable;
using Vespid.GrainInterfaces.Control;

namespace Vespid.GrainInterfaces.ChatOps;

/// <summary>A room: decides, event by event, what goes where. Key: room id.</summary>
[Alias("vespid.chat-room")]
public interface IRoomGrain : IGrainWithStringKey
{
    /// <summary>Commits what follows from an event of one of its bindings. A repeat changes nothing.</summary>
    /// <returns>What it was taken for: <c>relayed</c>, <c>duplicate</c>, <c>echo</c>, <c>ignored</c>, …</returns>
    [Alias("accept")]
    Task<string> Accept(string bindingId, ChatEvent chatEvent);

    /// <summary>Says something to all bindings.</summary>
    /// <param name="id">Of the message; a repeat changes nothing.</param>
    /// <param name="kind"><c>announcement</c> or <c>probe</c>.</param>
    /// <param name="text">What.</param>
    [Alias("announce")]
    Task Announce(Guid id, string kind, RichText text);

    /// <summary>Deletes the copies of a message of ours.</summary>
    [Alias("withdraw")]
    Task Withdraw(Guid messageId);
}

/// <summary>An address on a platform: belongs to at most one room. Key: <c>channel/instance/external[/topic]</c>.</summary>
[Alias("vespid.chat-address")]
public interface IChatAddressGrain : IGrainWithStringKey
{
    /// <summary>Takes the address for a room; never takes it away from another.</summary>
    [Alias("claim")]
    Task<AddressClaim> Claim(ClaimAddress command, Actor actor);

    /// <summary>Gives it up. Only its owner's.</summary>
    [Alias("release")]
    Task<Refusal?> Release(string roomId, Actor actor);

    /// <summary>To another room, by an operator's word.</summary>
    [Alias("move")]
    Task<Refusal?> Move(string fromRoomId, string toRoomId, Actor actor);

    /// <summary>The chat has become another one: the binding goes along, with its links.</summary>
    [Alias("migrate")]
    Task<Refusal?> Migrate(string newExternalRoomId, Actor actor);
}

/// <summary>Binds an address to a room.</summary>
[GenerateSerializer]
[Immutable]
[Alias("vespid.chat-claim-address")]
public sealed record ClaimAddress(
    [property: Id(0)] string RoomId,
    [property: Id(1)] string Channel,
    [property: Id(2)] string InstanceId,
    [property: Id(3)] string ExternalRoomId,
    [property: Id(4)] string? TopicId,
    [property: Id(5)] BindingOptions Options,
    [property: Id(6)] string Origin);

/// <summary>Answer to a claim.</summary>
/// <param name="Result"><c>claimed</c>, <c>already_yours</c> or <c>conflict</c>.</param>
/// <param name="BindingId">The binding of the address; null in a conflict.</param>
/// <param name="OwnerRoomId">Whose it is.</param>
[GenerateSerializer]
[Immutable]
[Alias("vespid.chat-address-claim")]
public sealed record AddressClaim([property: Id(0)] string Result, [property: Id(1)] string? BindingId, [property: Id(2)] string OwnerRoomId);

/// <summary>Who may do what, and the mutation switch. Key 0.</summary>
[Alias("vespid.chat-policy-grain")]
public interface IChatPolicyGrain : IGrainWithIntegerKey
{
    [Alias("get")]
    Task<ChatPolicy> Get();

    /// <summary>Sets the switch; it falls back to the configuration's after <paramref name="minutes"/>.</summary>
    [Alias("set-mutations")]
    Task<Refusal?> SetMutations(bool enabled, string reason, int? minutes, Actor actor);

    /// <summary>Replaces lists and rules; null leaves one as it is.</summary>
    [Alias("put")]
    Task<Refusal?> Put(PutChatPolicy command, Actor actor);
}

/// <summary>A change of the policy; <paramref name="ExpectedVersion"/> must be the present one.</summary>
[GenerateSerializer]
[Immutable]
[Alias("vespid.chat-put-policy")]
public sealed record PutChatPolicy(
    [property: Id(0)] long ExpectedVersion,
    [property: Id(1)] ImmutableArray<string>? AllowedTelegramUserIds,
    [property: Id(2)] ImmutableArray<string>? AllowedDiscordUserIds,
    [property: Id(3)] ImmutableArray<AccessRule>? Rules,
    [property: Id(4)] bool? ViewersAllowed);

/// <summary>What operators do to rooms and bindings. Stateless; key 0.</summary>
[Alias("vespid.chat-desk")]
public interface IChatDeskGrain : IGrainWithIntegerKey
{
    /// <summary>Makes rooms and bindings as configured; again changes nothing.</summary>
    [Alias("bootstrap")]
    Task<BootstrapResult> Bootstrap(Actor actor);

    [Alias("bind")]
    Task<Outcome<AddressClaim>> Bind(ClaimAddress command, Actor actor);

    /// <summary>Keeps a room's history beyond the retention times, or no longer.</summary>
    [Alias("hold")]
    Task<Refusal?> Hold(string roomId, bool held, string reason, Actor actor);

    [Alias("delete-binding")]
    Task<Refusal?> DeleteBinding(string bindingId, Actor actor);

    /// <param name="minutes">Null until somebody resumes it.</param>
    [Alias("pause")]
    Task<Refusal?> Pause(string bindingId, string? reason, int? minutes, Actor actor);

    [Alias("resume")]
    Task<Refusal?> Resume(string bindingId, Actor actor);

    [Alias("move")]
    Task<Refusal?> Move(string bindingId, string toRoomId, Actor actor);

    /// <summary>Asks the platform what the bot may do there.</summary>
    [Alias("probe")]
    Task<Outcome<BindingProbe>> Probe(string bindingId, Actor actor);

    /// <summary>Sends a marked message to every binding of the room and waits for its links; the message is removed afterwards.</summary>
    [Alias("test-send")]
    Task<Outcome<RoomProbe>> TestSend(string roomId, Actor actor);

    [Alias("redrive")]
    Task<Outcome<int>> Redrive(ImmutableArray<Guid> entryIds, Actor actor);

    /// <summary>Decides on a pending command, as an operator of the console.</summary>
    [Alias("decide")]
    Task<Refusal?> Decide(string approvalId, bool approve, Actor actor);
}

/// <summary>What a bootstrap found.</summary>
[GenerateSerializer]
[Immutable]
[Alias("vespid.chat-bootstrap-result")]
public sealed record BootstrapResult([property: Id(0)] int Rooms, [property: Id(1)] int Claimed, [property: Id(2)] int Unchanged, [property: Id(3)] int Conflicts);

/// <summary>What the bot may do in a chat.</summary>
[GenerateSerializer]
[Immutable]
[Alias("vespid.chat-binding-probe")]
public sealed record BindingProbe([property: Id(0)] bool Ok, [property: Id(1)] ImmutableArray<string> Missing, [property: Id(2)] DateTimeOffset At);

/// <summary>How a probe message fared.</summary>
[GenerateSerializer]
[Immutable]
[Alias("vespid.chat-room-probe")]
public sealed record RoomProbe([property: Id(0)] bool Ok, [property: Id(1)] Guid MessageId, [property: Id(2)] ImmutableArray<ProbeHop> Hops);

/// <summary>One binding's part in it.</summary>
[GenerateSerializer]
[Immutable]
[Alias("vespid.chat-probe-hop")]
public sealed record ProbeHop([property: Id(0)] string BindingId, [property: Id(1)] string Channel, [property: Id(2)] string Status, [property: Id(3)] double? LatencyMs);
