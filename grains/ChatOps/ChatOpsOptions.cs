namespace Vespid.Grains.ChatOps;

/// <summary>Settings of rooms that are no part of their configuration.</summary>
public sealed class ChatOpsOptions
{
    /// <summary>GitHub's API. From <c>GITHUB_API_BASE_URL</c>.</summary>
    public Uri GitHubApiBaseUrl { get; set; } = new("https://api.github.com");

    /// <summary>How long messages, copies and dead letters are kept. From <c>CONTENTOPS_MESSAGE_DAYS</c>; default 30 days.</summary>
    public TimeSpan MessageAge { get; set; } = TimeSpan.FromDays(30);

    /// <summary>How long actions are kept. From <c>CONTENTOPS_ACTION_DAYS</c>; default 400 days.</summary>
    public TimeSpan ActionAge { get; set; } = TimeSpan.FromDays(400);
}
