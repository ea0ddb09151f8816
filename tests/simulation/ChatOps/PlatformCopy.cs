namespace Vespid.Tests.Simulation.ChatOps;

/// <summary>A message of the bot, or of its webhook, as the platform has it.</summary>
internal sealed class PlatformCopy(ChatPlace place, string id, int number, string? replyTo, string? webhook)
{
    public ChatPlace Place => place;

    public string Id => id;

    /// <summary>The message that it says again.</summary>
    public int Number => number;

    public string? ReplyTo => replyTo;

    public string? Webhook => webhook;

    public required string Text { get; set; }

    public bool IsGone { get; set; }
}
