namespace Vespid.Channels;

/// <summary>What a platform can carry outbound.</summary>
/// <param name="MaxTextLength">Longest text of one message, in <paramref name="TextUnit"/>.</param>
/// <param name="TextUnit">Unit of <paramref name="MaxTextLength"/>.</param>
/// <param name="Threads">Replies can go to a thread or topic.</param>
/// <param name="Edits">A sent message can be replaced.</param>
/// <param name="Media">Files can be sent.</param>
/// <param name="Typing">A typing notice can be shown.</param>
public sealed record ChannelCapabilities(int MaxTextLength, TextUnit TextUnit, bool Threads, bool Edits, bool Media, bool Typing);
