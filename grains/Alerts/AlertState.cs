using System.Collections.Immutable;

namespace Vespid.Grains.Alerts;

/// <summary>What a receiver remembers. Open events are not in it: they are rows.</summary>
public sealed record AlertState
{
    /// <summary>By key of the event.</summary>
    public ImmutableSortedDictionary<string, KeyState> Keys { get; init; } = ImmutableSortedDictionary<string, KeyState>.Empty;

    /// <summary>By node.</summary>
    public ImmutableSortedDictionary<string, BreakerState> Breakers { get; init; } = ImmutableSortedDictionary<string, BreakerState>.Empty;

    /// <summary>Edges that fell lately, oldest first; an edge once.</summary>
    public ImmutableArray<EdgeFall> Falls { get; init; } = [];

    /// <summary>Since when nothing is sent, until it is clear whether this is a cascade.</summary>
    public DateTimeOffset? HeldSince { get; init; }

    /// <summary>By region.</summary>
    public ImmutableSortedDictionary<string, CascadeState> Cascades { get; init; } = ImmutableSortedDictionary<string, CascadeState>.Empty;
}

/// <summary>What was told about one key, and what is true.</summary>
public sealed record KeyState
{
    public required string NodeId { get; init; }

    public required string Label { get; init; }

    public required string PartnerId { get; init; }

    public required Guid OrganizationId { get; init; }

    public required string Region { get; init; }

    public required string Alert { get; init; }

    public required string Severity { get; init; }

    public string? Subject { get; init; }

    /// <summary>First line of its latest event.</summary>
    public required string Text { get; init; }

    /// <summary>Whether the trouble goes on.</summary>
    public bool Firing { get; init; }

    public Guid? IncidentId { get; init; }

    public DateTimeOffset Since { get; init; }

    /// <summary>Whether the receiver knows of the trouble.</summary>
    public bool Told { get; init; }

    public DateTimeOffset? ToldAt { get; init; }

    public string? ToldSeverity { get; init; }

    /// <summary>Why it was not told: <c>inhibited:…</c> or <c>silenced:…</c>; its end is accounted alike.</summary>
    public string? Quiet { get; init; }

    /// <summary>Latest message about it.</summary>
    public DateTimeOffset? LastSentAt { get; init; }

    public DateTimeOffset? LastReminderAt { get; init; }

    public int Reminders { get; init; }

    public bool Escalated { get; init; }
}

/// <summary>Circuit breaker of one edge.</summary>
public sealed record BreakerState
{
    public const string Closed = "closed";
    public const string Open = "open";
    public const string HalfOpen = "half_open";

    public string State { get; init; } = Closed;

    /// <summary>Messages about the edge within the window.</summary>
    public ImmutableArray<DateTimeOffset> Sent { get; init; } = [];

    public string Label { get; init; } = "";

    public DateTimeOffset? OpenedAt { get; init; }

    public DateTimeOffset? DigestAt { get; init; }

    public string? Reason { get; init; }

    /// <summary>Worst that was told before it opened: what is worse passes once.</summary>
    public string? Worst { get; init; }

    /// <summary>Since when the edge is neither all-down nor silent.</summary>
    public DateTimeOffset? SoundSince { get; init; }

    /// <summary>Latest trouble while half open.</summary>
    public DateTimeOffset? TroubleAt { get; init; }

    /// <summary>Changes parked since it opened.</summary>
    public int Parked { get; init; }
}

/// <summary>An edge went all-down, stale or silent.</summary>
public sealed record EdgeFall(string NodeId, string Label, string Region, DateTimeOffset At);

/// <summary>Many edges of a region fell.</summary>
public sealed record CascadeState
{
    public required DateTimeOffset Since { get; init; }

    /// <summary>Node to label.</summary>
    public required ImmutableSortedDictionary<string, string> Edges { get; init; }

    /// <summary>Edges of the region when it began.</summary>
    public required int Fleet { get; init; }

    /// <summary>Since when too few are down for a cascade.</summary>
    public DateTimeOffset? CalmSince { get; init; }

    public DateTimeOffset DigestAt { get; init; }
}
