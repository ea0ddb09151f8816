namespace Vespid.Channels;

/// <param name="Id">If the server gave one.</param>
/// <param name="Data">Lines joined.</param>
internal sealed record StreamEvent(string? Id, string Data);
