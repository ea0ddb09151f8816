using System.Collections.Immutable;
using Vespid.GrainInterfaces.ChatOps;
using Vespid.Storage.ChatOps;
using Vespid.Storage.Commits;
using Vespid.Storage.Entities;

namespace Vespid.Grains.ChatOps;

/// <summary>What the runtime itself says in a room: announcements, answers and probes. A repeat of the same id says nothing twice.</summary>
internal sealed class RoomSpeech(RelayPlans plans, IChatStore store, ChatOpsSettings settings)
{
    /// <summary>Rows that say it; none when it was said before.</summary>
    /// <param name="roomId">Room.</param>
    /// <param name="id">Id of the message.</param>
    /// <param name="kind"><c>announcement</c>, <c>reply</c> or <c>probe</c>.</param>
    /// <param name="text">What.</param>
    /// <param name="replyTo">Message that it answers.</param>
    /// <param name="answersBindingId">Binding that asked.</param>
    /// <param name="answersTopic">Topic of it that asked.</param>
    public async Task<ImmutableArray<CommitRow>> SayAsync(
        string roomId, Guid id, string kind, RichText text, Guid? replyTo, string? answersBindingId, string? answersTopic = null)
    {
        if (await store.MessageAsync(id) is not null)
            return [];
        var message = new RelayMessage
        {
            Id = id,
            RoomId = roomId,
            Text = text,
            ReplyTo = replyTo,
            IsCommand = kind == "reply",
            AnswersBindingId = answersBindingId,
            AnswersTopic = answersTopic,
        };
        return
        [
            new ChatMessageInsert
            {
                Id = id,
                RoomId = roomId,
                Role = kind == "reply" ? "assistant" : "system",
                Kind = kind,
                SenderName = settings.BotName,
                Text = text.Text,
                ReplyTo = replyTo,
            },
            .. await plans.SendAsync(message),
        ];
    }
}
