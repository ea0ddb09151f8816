namespace Vespid.Vendors;

/// <summary>A message that the fake took.</summary>
/// <param name="Order">Over all chats, the first being 1.</param>
/// <param name="ChatId">As sent.</param>
/// <param name="Text">As sent.</param>
/// <param name="ThreadId"><c>message_thread_id</c>.</param>
/// <param name="ReplyTo"><c>reply_parameters.message_id</c>.</param>
/// <param name="MessageId">The fake's id of it, counted per chat.</param>
/// <param name="At">When.</param>
/// <param name="File">Name of the file, with its method in front: <c>sendPhoto:cat.jpg</c>.</param>
public sealed record TelegramSent(
    long Order, string ChatId, string Text, long? ThreadId, long? ReplyTo, long MessageId, DateTimeOffset At, string? File = null);
