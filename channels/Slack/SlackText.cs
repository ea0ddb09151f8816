namespace Vespid.Channels;

/// <summary>Slack escapes three characters of a text. Source: docs.slack.dev/messaging/formatting-message-text.</summary>
internal static class SlackText
{
    public static string Unescape(string text) => text.Contains('&', StringComparison.Ordinal)
        ? text.Replace("&lt;", "<", StringComparison.Ordinal).Replace("&gt;", ">", StringComparison.Ordinal).Replace("&amp;", "&", StringComparison.Ordinal)
        : text;

    /// <summary>Also keeps a text from calling a whole channel, as <c>&lt;!channel&gt;</c> would.</summary>
    public static string Escape(string text) =>
        text.Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal).Replace(">", "&gt;", StringComparison.Ordinal);
}
