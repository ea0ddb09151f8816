using Vespid.Storage.ChatOps;
using Vespid.Storage.Commits;
using Vespid.Storage.Commits.Batch;
using Vespid.Storage.Entities;

namespace Vespid.Tests.Simulation.Memory;

/// <summary>Rooms, what was said in them, and its copies.</summary>
internal sealed partial class Store
{
    public SortedDictionary<string, string> ChatRooms { get; } = new(StringComparer.Ordinal);

    /// <summary>In the order in which they were made.</summary>
    public List<StoredBinding> ChatBindings { get; } = [];

    public SortedDictionary<string, ChatBotRecord> ChatBots { get; } = new(StringComparer.Ordinal);

    public Dictionary<Guid, StoredChatMessage> ChatMessages { get; } = [];

    private readonly Dictionary<(string? Binding, string? Place, string? External), StoredChatMessage> _chatOrigins = [];
    private readonly Dictionary<(string Binding, string Place, string External), StoredCopy> _chatCopyIds = [];
    private readonly Dictionary<Guid, List<StoredCopy>> _chatCopies = [];
    private readonly Dictionary<Guid, StoredCopy> _chatCopyEntries = [];

    public IReadOnlyList<StoredCopy> CopiesOf(Guid messageId) => _chatCopies.TryGetValue(messageId, out var copies) ? copies : [];

    public StoredChatMessage? ChatMessageBy(string bindingId, string place, string externalId) => _chatOrigins.GetValueOrDefault((bindingId, place, externalId));

    public StoredCopy? ChatCopyBy(string bindingId, string place, string externalId) => _chatCopyIds.GetValueOrDefault((bindingId, place, externalId));

    public bool HasPendingCopy(string bindingId) => _chatCopyEntries.Values.Any(copy => copy.BindingId == bindingId && copy.Status == "pending");

    private static bool SameAddress(ChatBindingRecord one, ChatBindingInsert other) =>
        (one.Channel, one.InstanceId, one.ExternalRoomId, one.TopicId) == (other.Channel, other.InstanceId, other.ExternalRoomId, other.TopicId);

    /// <returns>Null for a row that is not of rooms.</returns>
    private Verdict? JudgeChat(CommitRow row) => row switch
    {
        ChatRoomPut or ChatConflictsSettle or ChatCopiesInsert or ChatCopyMark or ChatCopyWithdrawn or ChatBindingWebhook or ChatInstanceNote or ChatUnboundNote => Verdict.Applied,
        ChatBindingInsert binding => Missed(!ChatBindings.Exists(other => other.Row.Id == binding.Id || SameAddress(other.Row, binding))),
        ChatBindingConfigure configure => Missed(BindingOf(configure.Id) is { Row.Status: not "conflict" }),
        ChatBindingStatus status => Missed(BindingOf(status.Id) is { Row.Status: not "conflict" } binding && (binding.Row.Status, binding.Row.StatusReason) != (status.Status, status.Reason)),
        ChatMessageInsert message => Missed(!ChatMessages.ContainsKey(message.Id)
            && (message.ExternalId is null || !_chatOrigins.ContainsKey((message.BindingId, message.Place, message.ExternalId)))),
        ChatMessageEdit edit => Missed(ChatMessages.GetValueOrDefault(edit.Id) is { IsDeleted: false } message && message.EditMark != edit.Mark),
        ChatMessageDelete delete => Missed(ChatMessages.GetValueOrDefault(delete.Id) is { IsDeleted: false }),
        _ => null,
    };

    private bool TryWriteChat(CommitRow row)
    {
        switch (row)
        {
            case ChatRoomPut room:
                ChatRooms[room.Id] = room.Name;
                break;
            case ChatInstanceNote { BotId: { } bot } note:
                ChatBots[note.Id] = new ChatBotRecord(note.Id, bot, note.BotName);
                break;
            case ChatBindingInsert binding:
                Write(binding);
                break;
            case ChatBindingConfigure configure:
                Change(configure.Id, binding => binding with { Enabled = configure.Enabled, Options = configure.Options });
                break;
            case ChatBindingStatus status:
                Change(status.Id, binding => binding with { Status = status.Status, StatusReason = status.Reason });
                break;
            case ChatBindingWebhook webhook:
                Change(webhook.Id, binding => binding with { WebhookId = webhook.WebhookId });
                break;
            case ChatMessageInsert message:
                Write(message);
                break;
            case ChatCopiesInsert copies:
                Write(copies);
                break;
            case ChatCopyMark mark when _chatCopyEntries.GetValueOrDefault(mark.EntryId) is { Status: not "withdrawn" } copy:
                Write(mark, copy);
                break;
            case ChatCopyWithdrawn gone when CopiesOf(gone.MessageId).FirstOrDefault(copy => copy.BindingId == gone.BindingId && copy.Part == gone.Part) is { } copy:
                copy.Status = "withdrawn";
                break;
            case ChatMessageEdit edit:
                (ChatMessages[edit.Id].Text, ChatMessages[edit.Id].EditMark) = (edit.Text, edit.Mark);
                break;
            case ChatMessageDelete delete:
                ChatMessages[delete.Id].IsDeleted = true;
                break;
            default:
                // There are no conflicts here to settle.
                return row is ChatConflictsSettle or ChatCopyMark or ChatCopyWithdrawn or ChatInstanceNote or ChatUnboundNote;
        }

        return true;
    }

    private StoredBinding? BindingOf(string id) => ChatBindings.Find(binding => binding.Row.Id == id);

    private void Change(string bindingId, Func<ChatBindingRecord, ChatBindingRecord> change)
    {
        if (BindingOf(bindingId) is { } binding)
            binding.Row = change(binding.Row);
    }

    private void Write(ChatBindingInsert row) => ChatBindings.Add(new StoredBinding(new ChatBindingRecord
    {
        Id = row.Id,
        RoomId = row.RoomId,
        RoomName = ChatRooms[row.RoomId],
        Channel = row.Channel,
        InstanceId = row.InstanceId,
        ExternalRoomId = row.ExternalRoomId,
        TopicId = row.TopicId,
        Enabled = row.Enabled,
        Status = "active",
        Options = row.Options,
        Origin = row.Origin,
    }));

    private void Write(ChatMessageInsert row)
    {
        var message = new StoredChatMessage(row, Now);
        ChatMessages.Add(row.Id, message);
        if (row is not { ExternalId: { } external, BindingId: { } bindingId })
            return;
        _chatOrigins.Add((bindingId, row.Place, external), message);
        Change(bindingId, binding => binding with { LastInId = external, LastInAt = Now });
    }

    private void Write(ChatCopiesInsert row)
    {
        if (!_chatCopies.TryGetValue(row.MessageId, out var copies))
            _chatCopies.Add(row.MessageId, copies = []);
        foreach (var (entry, at) in row.Entries.Select(static (entry, at) => (entry, at)))
        {
            if (copies.Exists(copy => copy.BindingId == row.BindingId && copy.Part == row.FirstPart + at))
                continue;
            var copy = new StoredCopy(row.MessageId, row.BindingId, row.Place, row.FirstPart + at, entry, Now);
            copies.Add(copy);
            _chatCopyEntries.Add(entry, copy);
        }
    }

    private void Write(ChatCopyMark row, StoredCopy copy)
    {
        copy.Status = row.Status;
        copy.Via = row.Via ?? copy.Via;
        copy.Place = row.Place ?? copy.Place;
        copy.ExternalId = row.ExternalId ?? copy.ExternalId;
        copy.PossibleDuplicate |= row.PossibleDuplicate;
        if (row.Status == "sent")
            copy.SentAt = Now;
        if (copy.ExternalId is { } external)
            _chatCopyIds[(copy.BindingId, copy.Place, external)] = copy;
    }
}
