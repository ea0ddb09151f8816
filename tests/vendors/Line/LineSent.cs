namespace Vespid.Vendors;

/// <summary>A message that the fake sent.</summary>
/// <param name="Way"><c>reply</c> or <c>push</c>.</param>
/// <param name="Target">Reply token, or whom it was pushed to.</param>
/// <param name="Text">As sent.</param>
/// <param name="RetryKey">As sent.</param>
/// <param name="Id">The fake's id of it.</param>
public sealed record LineSent(string Way, string Target, string Text, string? RetryKey, string Id);
