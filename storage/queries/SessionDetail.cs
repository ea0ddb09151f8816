namespace Vespid.Storage.Queries;

/// <summary>A session with a page of its turns.</summary>
/// <param name="Session">The session.</param>
/// <param name="Turns">Newest first; the reply's text is in the output.</param>
public sealed record SessionDetail(SessionItem Session, Page<RunItem> Turns);
