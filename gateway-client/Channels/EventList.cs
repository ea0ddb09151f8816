namespace Vespid.Gateway.Channels;

/// <summary>Events, newest first.</summary>
internal sealed record EventList(IReadOnlyList<EventAnswer> Events, string? NextCursor);
