namespace Vespid.Grains.ChatOps;

/// <summary>Where an entry goes.</summary>
/// <param name="Binding">Null for a chat that is bound to no room.</param>
/// <param name="Instance">Bot.</param>
/// <param name="Place">Chat or channel.</param>
/// <param name="Topic">Topic or thread.</param>
internal sealed record RelayTarget(ChatBinding? Binding, ChatInstance Instance, string Place, string? Topic);

/// <summary>Where a copy is, in the outbox's one field for it.</summary>
internal sealed record SentAs(string Via, string Place, string MessageId)
{
    public static SentAs? Read(string? text) => text?.Split('/', 3) is [var via, var place, var id] ? new(via, place, id) : null;

    public override string ToString() => $"{Via}/{Place}/{MessageId}";
}

/// <summary>Keys of addresses.</summary>
internal static class AddressKeys
{
    public static string Of(string channel, string instanceId, string externalRoomId, string? topicId) =>
        $"{channel}/{instanceId}/{externalRoomId}" + (topicId is null ? "" : "/" + topicId);

    public static string Of(Storage.ChatOps.ChatBindingRecord record) => Of(record.Channel, record.InstanceId, record.ExternalRoomId, record.TopicId);
}
