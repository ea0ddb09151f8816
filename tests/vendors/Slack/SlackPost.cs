namespace Vespid.Vendors;

/// <summary>A message that the fake posted.</summary>
/// <param name="Channel">As sent.</param>
/// <param name="Text">As people would see it.</param>
/// <param name="ThreadTs">Thread, if any.</param>
/// <param name="ClientMessageId">As sent.</param>
/// <param name="Ts">The fake's id of it.</param>
public sealed record SlackPost(string Channel, string Text, string? ThreadTs, string? ClientMessageId, string Ts);
