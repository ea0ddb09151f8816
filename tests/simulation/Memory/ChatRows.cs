using Vespid.Storage.ChatOps;
using Vespid.Storage.Entities;

namespace Vespid.Tests.Simulation.Memory;

/// <summary>A binding as it is stored.</summary>
internal sealed class StoredBinding(ChatBindingRecord row)
{
    public ChatBindingRecord Row { get; set; } = row;
}

/// <summary>A message of a room as it is stored.</summary>
internal sealed class StoredChatMessage(ChatMessageInsert row, DateTimeOffset createdAt)
{
    public ChatMessageInsert Row => row;

    public string Text { get; set; } = row.Text;

    public string? EditMark { get; set; }

    public bool IsDeleted { get; set; }

    public ChatMessageRecord Record => new(
        row.Id, row.RoomId, row.BindingId, row.Place, row.ExternalId, row.Kind, row.SenderId, row.SenderName, Text, EditMark, IsDeleted, createdAt);
}

/// <summary>A copy of a message as it is stored.</summary>
internal sealed class StoredCopy(Guid messageId, string bindingId, string place, int part, Guid entryId, DateTimeOffset createdAt)
{
    public Guid MessageId => messageId;

    public string BindingId => bindingId;

    public int Part => part;

    public Guid EntryId => entryId;

    public string Place { get; set; } = place;

    public string Status { get; set; } = "pending";

    public string? Via { get; set; }

    public string? ExternalId { get; set; }

    public bool PossibleDuplicate { get; set; }

    public DateTimeOffset? SentAt { get; set; }

    public ChatCopyRecord Record => new(messageId, bindingId, part, entryId, Status, Via, Place, ExternalId, PossibleDuplicate, createdAt, SentAt);
}
