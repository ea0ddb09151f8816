namespace Vespid.Channels;

/// <summary>What is known of the bot itself.</summary>
/// <param name="Id">User id; null when unknown.</param>
/// <param name="Username">Without the at sign; null when unknown.</param>
internal readonly record struct MattermostBot(string? Id, string? Username)
{
    public bool IsNamedIn(string text) => Mentions.InText(text) || (!string.IsNullOrEmpty(Username) && Mentions.Any(text, "@" + Username));
}
