using System.Collections.Immutable;
using Vespid.GrainInterfaces.ChatOps;
using Vespid.GrainInterfaces.Determinism;
using Vespid.Storage.Commits;
using Vespid.Storage.Rows;

namespace Vespid.Grains.ChatOps;

/// <summary>Tells commands from other messages, at the one place where messages of platforms come in: what is relayed or said by the runtime is never one.</summary>
internal sealed class RoomCommands(ChatOpsSettings settings, ChatInstances instances, IIdSource ids)
{
    /// <summary>Nobody waits longer for an answer.</summary>
    private static readonly TimeSpan TimeToLive = TimeSpan.FromMinutes(15);

    public ParsedCommand? Read(ChatBinding binding, ChatEvent chatEvent)
    {
        // Bots never run anything; what is fetched later was meant for then.
        if (chatEvent.Delayed || chatEvent.Author is not { Kind: not (ChatAuthorKind.Bot or ChatAuthorKind.Webhook) })
            return null;
        var instance = instances.Find(binding.Record.InstanceId);
        return CommandParser.Parse(chatEvent.Text.Text, new CommandContext(settings.CommandPrefix, settings.BotName, instance?.BotName, chatEvent.AddressesBot));
    }

    public ImmutableArray<CommitRow> Entries(ChatBinding binding, ChatEvent chatEvent, Guid messageId, ParsedCommand command)
    {
        var author = chatEvent.Author!;
        var request = new CommandRequest(
            messageId, binding.RoomId, binding.Id, command,
            new CommandActor(
                chatEvent.Channel, author.Id, author.Kind, chatEvent.ForwardedFrom is not null, IsEdit: false, author.RoleIds.IsDefault ? [] : author.RoleIds),
            author.Username ?? author.GlobalName ?? author.Id,
            UnboundChats.Describe(chatEvent),
            Topic: chatEvent.TopicId);
        return [EntryOf(ids.NewId(), request)];
    }

    public static OutboxRow EntryOf(Guid id, CommandRequest request) => new(
        id, "ops/" + request.RoomId, RelayKinds.Command, Guid.Empty, null, null, ChatJson.Write(request), TimeToLive, null, null, null, null);
}
