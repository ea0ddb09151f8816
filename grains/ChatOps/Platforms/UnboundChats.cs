using Vespid.GrainInterfaces.ChatOps;
using Vespid.GrainInterfaces.Determinism;
using Vespid.Grains.Runtime;
using Vespid.Storage.Entities;
using Vespid.Storage.Rows;

namespace Vespid.Grains.ChatOps;

/// <summary>The one thing that is said to a chat without a room: its ids, so that it can be bound; once a minute.</summary>
internal sealed class UnboundChats(ChatOpsSettings settings, ControlCommits commits, IIdSource ids)
{
    public async Task AnswerAsync(ChatInstance instance, ChatEvent chatEvent)
    {
        if (chatEvent.Author is not { Kind: ChatAuthorKind.User })
            return;
        var command = CommandParser.Parse(
            chatEvent.Text.Text, new CommandContext(settings.CommandPrefix, settings.BotName, instance.BotName, chatEvent.AddressesBot));
        var asked = command is { Name: "chatinfo", Problem: null };
        if (!asked && !(settings.UnboundNotice && command is not null))
            return;
        var text = asked ? Describe(chatEvent) : "This chat is not bound to a room.";
        var payload = new RelayPayload
        {
            Op = RelayOps.Send,
            InstanceId = instance.Id,
            Place = chatEvent.ExternalRoomId,
            Topic = chatEvent.TopicId,
            Body = RichText.Plain(text),
            ReplyToExternalId = chatEvent.ExternalMessageId,
        };
        await commits.CommitAsync(
            null,
            new ChatUnboundNotice(instance.Channel, instance.Id, chatEvent.ExternalRoomId),
            new OutboxRow(
                ids.NewId(), $"chat/{instance.Id}/{chatEvent.ExternalRoomId}", RelayKinds.Relay, Guid.Empty, null, null, ChatJson.Write(payload), RelayKinds.TimeToLive,
                null, null, null, null));
    }

    /// <summary>What a configuration needs to bind it.</summary>
    public static string Describe(ChatEvent chatEvent) =>
        $"platform: {chatEvent.Channel}\ninstance: {chatEvent.InstanceId}\nchat: {chatEvent.ExternalRoomId}"
        + (chatEvent.TopicId is null ? "" : $"\ntopic: {chatEvent.TopicId}")
        + (chatEvent.Author is { } author ? $"\nyour id: {author.Id}" : "");
}
