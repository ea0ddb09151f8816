using System.Collections.Immutable;

namespace Vespid.Storage.Commits;

/// <summary>
/// One decision made durable: all of it or none of it, and only if what it relied on still holds.
/// </summary>
/// <remarks>
/// A commit has at most one <em>guard</em>: a state to compare and set, a message that must be new, or rows that must still be in
/// the status the decision saw. The other rows follow the guard. Commits of many grains share one statement and one fsync.
/// </remarks>
public sealed record Commit
{
    /// <summary>Stored on the state row, so that a writer who lost its answer can tell whether this very commit happened; empty when no state is put.</summary>
    public required Guid Id { get; init; }

    /// <summary>The organisation whose share of the queue this commit takes; null for the runtime's own.</summary>
    public Guid? OrganizationId { get; init; }

    /// <summary>State that must be at a version, and what to put there; null when the decision has no state.</summary>
    public StateWrite? State { get; init; }

    /// <summary>Entities whose version must be unchanged.</summary>
    public ImmutableArray<Dependency> DependsOn { get; init; } = [];

    /// <summary>Rows to append or to change, in the order in which they must become visible.</summary>
    public ImmutableArray<CommitRow> Rows { get; init; } = [];
}
