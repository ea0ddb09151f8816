namespace Vespid.Channels;

/// <summary>A text to send.</summary>
/// <param name="ChatId">Number, or a public name with its at sign.</param>
/// <param name="Text">1 to 4096 UTF-16 units.</param>
/// <param name="ThreadId">Topic.</param>
/// <param name="ReplyToMessageId">Message it answers; sent all the same when that one is gone.</param>
/// <param name="DisablePreview">Shows no preview of the links in it.</param>
public sealed record TelegramText(string ChatId, string Text, long? ThreadId = null, long? ReplyToMessageId = null, bool DisablePreview = false);
