namespace Vespid.Gateway.Sessions;

/// <summary>One session.</summary>
internal sealed record SessionEnvelope(SessionInfo Session);
