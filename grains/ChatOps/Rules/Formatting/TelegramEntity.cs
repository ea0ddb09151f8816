namespace Vespid.Grains.ChatOps;

/// <summary>An entity of the Bot API (core.telegram.org/bots/api#messageentity).</summary>
/// <param name="Type">Its word, for example <c>bold</c>.</param>
/// <param name="Offset">In UTF-16 units.</param>
/// <param name="Length">In UTF-16 units.</param>
/// <param name="Url">Of a <c>text_link</c>.</param>
/// <param name="Language">Of a <c>pre</c>.</param>
/// <param name="UserId">Of a <c>text_mention</c>.</param>
internal readonly record struct TelegramEntity(string Type, int Offset, int Length, string? Url = null, string? Language = null, string? UserId = null);
