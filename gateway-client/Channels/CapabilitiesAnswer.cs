using Vespid.Channels;

namespace Vespid.Gateway.Channels;

/// <summary>What a channel can carry.</summary>
/// <param name="MaxTextLength">Longest text of one message; a longer reply is cut into several.</param>
/// <param name="TextUnit">What is counted: <c>utf16</c>, <c>codepoints</c> or <c>utf8</c>.</param>
/// <param name="Threads">Replies go to a thread or topic.</param>
/// <param name="Edits">The platform lets a sent message be replaced.</param>
/// <param name="Media">The platform takes files.</param>
/// <param name="Typing">The platform shows a typing notice.</param>
internal sealed record CapabilitiesAnswer(int MaxTextLength, string TextUnit, bool Threads, bool Edits, bool Media, bool Typing)
{
    public static CapabilitiesAnswer From(ChannelCapabilities capabilities) => new(
        capabilities.MaxTextLength,
        capabilities.TextUnit switch
        {
            Vespid.Channels.TextUnit.Utf16CodeUnits => "utf16",
            Vespid.Channels.TextUnit.CodePoints => "codepoints",
            _ => "utf8",
        },
        capabilities.Threads,
        capabilities.Edits,
        capabilities.Media,
        capabilities.Typing);
}
