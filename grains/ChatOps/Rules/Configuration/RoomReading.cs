using System.Collections.Immutable;
using System.Text.Json;
using Vespid.GrainInterfaces.ChatOps;

namespace Vespid.Grains.ChatOps;

/// <summary>Rooms and what is bound to them. A pair of ids in the environment replaces the document's list.</summary>
internal sealed class RoomReading(ConfigurationSource source, ImmutableArray<ChatInstanceSettings> instances, ConfigurationFaults faults)
{
    private const string TelegramVariable = "TELEGRAM_CHAT_ID";
    private const string DiscordVariable = "DISCORD_CHANNEL_ID";
    private readonly HashSet<string> _addresses = new(StringComparer.Ordinal);

    public ImmutableArray<ChatRoomSettings> Read(ConfigurationSection document)
    {
        var listed = document["bindings"];
        var rooms = Environment() is { } room ? [room] : Listed(listed);
        if (rooms.IsEmpty && faults.Errors.All(fault => !fault.Code.StartsWith("chat_binding", StringComparison.Ordinal)))
            faults.Warn("chat_no_bindings", $"No room is bound to anything: set {TelegramVariable} and {DiscordVariable}, or list bindings.");
        return rooms;
    }

    private ChatRoomSettings? Environment()
    {
        var (telegram, discord) = (source.Variable(TelegramVariable), source.Variable(DiscordVariable));
        if (telegram is null != discord is null)
        {
            var missing = telegram is null ? TelegramVariable : DiscordVariable;
            faults.Error($"chat_binding_incomplete:{missing}", $"{TelegramVariable} and {DiscordVariable} make a binding together: set {missing} too, or neither.");
        }

        if (telegram is null || discord is null)
            return null;
        var id = source.Variable("CONTENTOPS_ROOM_ID") ?? "contentops:lobby";
        CheckRoom(id, null);
        return Pair(id, source.Variable("CONTENTOPS_ROOM_NAME") ?? "ContentOps Lobby", telegram, discord, null);
    }

    private ImmutableArray<ChatRoomSettings> Listed(JsonElement bindings)
    {
        if (bindings.ValueKind == JsonValueKind.Undefined)
            return [];
        if (bindings.ValueKind != JsonValueKind.Array)
        {
            faults.Error("chat_bindings_malformed", "bindings must be a list.");
            return [];
        }

        var rooms = new List<ChatRoomSettings>();
        foreach (var (index, element) in bindings.EnumerateArray().Index())
        {
            if (element.ValueKind != JsonValueKind.Object)
                faults.Error("chat_bindings_malformed", $"bindings[{index}] must be an object.", index);
            else if (Room(new ConfigurationSection(element, $"bindings[{index}]", faults), index) is not { } room)
                continue;
            else if (rooms.Any(other => other.RoomId == room.RoomId))
                faults.Error($"chat_binding_duplicate_room:{room.RoomId}", $"bindings[{index}] names the room {room.RoomId} a second time.", index);
            else
                rooms.Add(room);
        }

        return [.. rooms];
    }

    private ChatRoomSettings? Room(ConfigurationSection section, int index)
    {
        var id = section.Text("room_id");
        var name = section.Text("room_name") ?? id;
        var (telegram, discord) = (section.Text("telegram_chat_id"), section.Text("discord_channel_id"));
        var isList = section["bindings"].ValueKind != JsonValueKind.Undefined;
        if (id is null)
            Missing("room_id", section, index);
        else
            CheckRoom(id, index);
        var room = isList ? Many(section, id, name, index) : Two(section, id, name, telegram, discord, index);
        section.Done();
        return room;
    }

    private ChatRoomSettings? Two(ConfigurationSection section, string? id, string? name, string? telegram, string? discord, int index)
    {
        if (telegram is null)
            Missing("telegram_chat_id", section, index);
        if (discord is null)
            Missing("discord_channel_id", section, index);
        return id is null || telegram is null || discord is null ? null : Pair(id, name!, telegram, discord, index);
    }

    private ChatRoomSettings? Many(ConfigurationSection section, string? id, string? name, int index)
    {
        var list = section["bindings"];
        if (list.ValueKind != JsonValueKind.Array || list.EnumerateArray().Any(item => item.ValueKind != JsonValueKind.Object))
        {
            faults.Error("chat_bindings_malformed", $"{section.Path}.bindings must be a list of objects.", index);
            return null;
        }

        var bindings = section.Sections("bindings").Select(binding => Binding(binding, index)).OfType<ChatBindingSettings>().ToImmutableArray();
        return id is null ? null : new ChatRoomSettings(id, name!, bindings);
    }

    private ChatBindingSettings? Binding(ConfigurationSection section, int index)
    {
        var (channel, external, topic) = (section.Text("channel"), section.Text("external_id"), section.Text("topic_id"));
        var instance = section.Text("instance") ?? instances.FirstOrDefault(known => known.Channel == channel)?.Id ?? channel;
        var options = BindingReading.Options(section, faults);
        section.Done();
        if (channel is null)
            Missing("channel", section, index);
        if (external is null)
            Missing("external_id", section, index);
        if (channel is null || external is null)
            return null;
        if (instances.All(known => known.Id != instance || known.Channel != channel))
            faults.Error($"unknown_binding_bridge_id:{instance}", $"{section.Path}: there is no instance {instance} on {channel}.", index);
        return Bound(channel, instance!, external, topic, options, index);
    }

    private ChatRoomSettings Pair(string id, string name, string telegram, string discord, int? index) => new(id, name,
    [
        Bound("telegram", First("telegram"), telegram, null, BindingOptions.Default, index),
        Bound("discord", First("discord"), discord, null, BindingOptions.Default, index),
    ]);

    private ChatBindingSettings Bound(string channel, string instance, string external, string? topic, BindingOptions options, int? index)
    {
        if (!ExternalIds.IsRoom(channel, external) || (topic is not null && !ExternalIds.IsTopic(channel, topic)))
            faults.Error($"chat_binding_invalid_id:{channel}", $"The ids of {channel} are numbers.", index);
        var address = topic is null ? external : $"{external}/{topic}";
        if (!_addresses.Add($"{channel}/{instance}/{address}"))
            faults.Error($"chat_binding_duplicate_external:{channel}:{address}", $"{address} on {channel} is bound twice.", index);
        return new ChatBindingSettings(channel, instance, external, topic, options);
    }

    private string First(string channel) => instances.FirstOrDefault(instance => instance.Channel == channel)?.Id ?? channel;

    // The id is part of keys and addresses.
    private void CheckRoom(string id, int? index)
    {
        if (id.Length > 128 || id.Any(character => char.IsWhiteSpace(character) || char.IsControl(character)))
            faults.Error("chat_room_id_invalid", "A room id has at most 128 characters and no blanks.", index);
    }

    private void Missing(string field, ConfigurationSection section, int index) =>
        faults.Error($"chat_binding_field_missing:{field}", $"{section.Path} has no {field}.", index);
}
