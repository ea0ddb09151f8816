namespace Vespid.Gateway.Edges;

/// <summary>States over time.</summary>
internal sealed record TimelineAnswer(DateTimeOffset From, DateTimeOffset To, IReadOnlyList<TimelineTrack> Tracks);

/// <summary>One subject.</summary>
/// <param name="Subject">Upstream, channel, or <c>reports</c> for the edge's own signs of life.</param>
/// <param name="Kind"><c>liveness</c>, <c>upstream</c> or <c>channel</c>.</param>
/// <param name="Spans">Without gaps, from the first known state on.</param>
internal sealed record TimelineTrack(string Subject, string Kind, IReadOnlyList<TimelineSpan> Spans);

/// <summary>One state for some time.</summary>
internal sealed record TimelineSpan(string State, DateTimeOffset From, DateTimeOffset To);
