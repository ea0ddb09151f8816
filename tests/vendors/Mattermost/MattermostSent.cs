namespace Vespid.Vendors;

/// <summary>A post that the fake created.</summary>
/// <param name="Channel">As sent.</param>
/// <param name="Text">As sent.</param>
/// <param name="RootId">Thread, if any.</param>
/// <param name="PendingPostId">As sent.</param>
/// <param name="Id">The fake's id of it.</param>
public sealed record MattermostSent(string Channel, string Text, string? RootId, string? PendingPostId, string Id);
