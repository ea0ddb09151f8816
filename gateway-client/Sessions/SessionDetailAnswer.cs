using Vespid.Gateway.Workflows;

namespace Vespid.Gateway.Sessions;

/// <summary>A session with a page of its turns.</summary>
/// <param name="Session">The session.</param>
/// <param name="Turns">Newest first.</param>
/// <param name="NextCursor">For the turns before.</param>
internal sealed record SessionDetailAnswer(SessionInfo Session, IReadOnlyList<RunAnswer> Turns, string? NextCursor);
