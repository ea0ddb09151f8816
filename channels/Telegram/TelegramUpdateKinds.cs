using System.Collections.Immutable;

namespace Vespid.Channels;

/// <summary>Kinds of update that become messages.</summary>
public static class TelegramUpdateKinds
{
    internal const string EditedMessage = "edited_message";
    internal const string EditedChannelPost = "edited_channel_post";

    internal static readonly ImmutableArray<string> Messages = ["message", EditedMessage, "channel_post", EditedChannelPost];

    /// <summary>What to name as <c>allowed_updates</c>.</summary>
    public static ImmutableArray<string> Allowed { get; } = [.. Messages, "callback_query"];
}
