namespace Vespid.Gateway.Sessions;

/// <summary>Sessions, newest first.</summary>
internal sealed record SessionList(IReadOnlyList<SessionInfo> Sessions, string? NextCursor);
